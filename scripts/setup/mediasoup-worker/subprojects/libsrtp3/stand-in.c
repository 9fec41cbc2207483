/* An empty library: mediasoup lists one of this name under link_whole; the code itself is the system's. */
typedef int popstage_stand_in;
