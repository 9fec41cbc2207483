/*
 * The part of libsrtp3's interface that mediasoup-worker calls (SrtpSession.cpp, DepLibSRTP.cpp),
 * on top of the system's libsrtp2. What differs between the two:
 *   - a policy is an opaque object with setters, not a struct to fill in;
 *   - lengths are size_t, not int;
 *   - input and output are separate buffers, where libsrtp2 works in place.
 */
#ifndef POPSTAGE_SRTP3_ON_SRTP2_H
#define POPSTAGE_SRTP3_ON_SRTP2_H

/* In libsrtp3 this name is a pointer to the opaque policy, so libsrtp2's struct has to give it up. */
#define srtp_policy_t srtp2_policy_t
#include <srtp2/srtp.h>
#undef srtp_policy_t

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>

/* The two error codes of libsrtp3 that libsrtp2 lacks, with libsrtp3's values. */
static constexpr srtp_err_status_t srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(28);
static constexpr srtp_err_status_t srtp_err_status_cryptex_err  = static_cast<srtp_err_status_t>(29);

struct popstage_srtp_policy
{
	srtp2_policy_t policy;
	/* libsrtp2 keeps only a pointer to key and salt, which stand in one piece. */
	unsigned char key[SRTP_MAX_KEY_LEN];
};

typedef popstage_srtp_policy* srtp_policy_t;

inline srtp_err_status_t srtp_policy_create(srtp_policy_t* created)
{
	auto* policy = new (std::nothrow) popstage_srtp_policy();

	if (!policy)
	{
		return srtp_err_status_alloc_fail;
	}

	policy->policy.key = policy->key;
	*created           = policy;

	return srtp_err_status_ok;
}

inline void srtp_policy_destroy(srtp_policy_t policy)
{
	if (policy)
	{
		/* volatile, or the compiler may leave out clearing memory that is about to be freed. */
		volatile unsigned char* key = policy->key;

		for (size_t i{ 0 }; i < sizeof(policy->key); ++i)
		{
			key[i] = 0;
		}
	}

	delete policy;
}

inline srtp_err_status_t srtp_policy_set_ssrc(srtp_policy_t policy, srtp_ssrc_t ssrc)
{
	policy->policy.ssrc = ssrc;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_profile(srtp_policy_t policy, srtp_profile_t profile)
{
	const srtp_err_status_t err =
	  srtp_crypto_policy_set_from_profile_for_rtp(&policy->policy.rtp, profile);

	if (err != srtp_err_status_ok)
	{
		return err;
	}

	return srtp_crypto_policy_set_from_profile_for_rtcp(&policy->policy.rtcp, profile);
}

inline srtp_err_status_t srtp_policy_add_key(
  srtp_policy_t policy,
  const uint8_t* key,
  size_t keyLen,
  const uint8_t* salt,
  size_t saltLen,
  const uint8_t* /*mki*/,
  size_t mkiLen)
{
	if (mkiLen != 0 || keyLen + saltLen > sizeof(policy->key))
	{
		return srtp_err_status_bad_param;
	}

	std::memcpy(policy->key, key, keyLen);
	std::memcpy(policy->key + keyLen, salt, saltLen);

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_allow_repeat_tx(srtp_policy_t policy, bool allowed)
{
	policy->policy.allow_repeat_tx = allowed ? 1 : 0;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_window_size(srtp_policy_t policy, size_t windowSize)
{
	policy->policy.window_size = static_cast<unsigned long>(windowSize);

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_create(srtp_t* session, srtp_policy_t policy)
{
	return srtp_create(session, static_cast<const srtp2_policy_t*>(&policy->policy));
}

inline srtp_err_status_t srtp_stream_remove(srtp_t session, uint32_t ssrcInNetworkOrder)
{
	return srtp_remove_stream(session, ssrcInNetworkOrder);
}

/* Runs one of libsrtp2's in-place calls from `in` to `out`, after checking that `out` has the room. */
template<typename InPlaceCall>
inline srtp_err_status_t popstage_srtp_apply(
  InPlaceCall call, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen, size_t growth)
{
	if (*outLen < inLen + growth)
	{
		return srtp_err_status_buffer_small;
	}

	if (in != out)
	{
		std::memcpy(out, in, inLen);
	}

	int len                     = static_cast<int>(inLen);
	const srtp_err_status_t err = call(out, &len);

	if (err == srtp_err_status_ok)
	{
		*outLen = static_cast<size_t>(len);
	}

	return err;
}

inline srtp_err_status_t srtp_protect(
  srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen, size_t /*mkiIndex*/)
{
	return popstage_srtp_apply(
	  [session](uint8_t* data, int* len) { return ::srtp_protect(session, static_cast<void*>(data), len); },
	  in,
	  inLen,
	  out,
	  outLen,
	  SRTP_MAX_TRAILER_LEN);
}

inline srtp_err_status_t srtp_unprotect(
  srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen)
{
	return popstage_srtp_apply(
	  [session](uint8_t* data, int* len) { return ::srtp_unprotect(session, static_cast<void*>(data), len); },
	  in,
	  inLen,
	  out,
	  outLen,
	  0);
}

inline srtp_err_status_t srtp_protect_rtcp(
  srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen, size_t /*mkiIndex*/)
{
	/* libsrtp2: at most SRTP_MAX_TRAILER_LEN plus the 4 octets of the SRTCP index. */
	return popstage_srtp_apply(
	  [session](uint8_t* data, int* len) { return ::srtp_protect_rtcp(session, static_cast<void*>(data), len); },
	  in,
	  inLen,
	  out,
	  outLen,
	  SRTP_MAX_TRAILER_LEN + 4);
}

inline srtp_err_status_t srtp_unprotect_rtcp(
  srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen)
{
	return popstage_srtp_apply(
	  [session](uint8_t* data, int* len) { return ::srtp_unprotect_rtcp(session, static_cast<void*>(data), len); },
	  in,
	  inLen,
	  out,
	  outLen,
	  0);
}

#endif
