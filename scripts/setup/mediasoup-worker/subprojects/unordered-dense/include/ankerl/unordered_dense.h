/*
 * The names of ankerl::unordered_dense that mediasoup-worker uses, on the standard containers.
 */
#ifndef POPSTAGE_UNORDERED_DENSE_H
#define POPSTAGE_UNORDERED_DENSE_H

#include <cstdint>
#include <functional>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>

namespace ankerl::unordered_dense
{
	/*
	 * std::hash of an integer is the integer itself, and the worker combines such hashes by shift and
	 * XOR, so they are mixed first. The mixer is the finalizer of MurmurHash3 (fmix64).
	 */
	template<typename T>
	struct hash
	{
		size_t operator()(const T& value) const noexcept
		{
			if constexpr (std::is_integral_v<T> || std::is_enum_v<T> || std::is_pointer_v<T>)
			{
				auto mixed = static_cast<uint64_t>(std::hash<T>{}(value));

				mixed ^= mixed >> 33;
				mixed *= 0xff51afd7ed558ccdULL;
				mixed ^= mixed >> 33;
				mixed *= 0xc4ceb9fe1a85ec53ULL;
				mixed ^= mixed >> 33;

				return static_cast<size_t>(mixed);
			}
			else
			{
				return std::hash<T>{}(value);
			}
		}
	};

	template<typename Key, typename Value, typename Hash = hash<Key>>
	using map = std::unordered_map<Key, Value, Hash>;

	template<typename Key, typename Hash = hash<Key>>
	using set = std::unordered_set<Key, Hash>;
} // namespace ankerl::unordered_dense

#endif
