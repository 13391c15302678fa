// mediasoup's worker is written for libsrtp 3, Debian has libsrtp 2. This header offers the version 3 calls that the
// worker makes (src/RTC/SrtpSession.cpp, src/DepLibSRTP.cpp), each done by version 2:
// - version 3 hides the policy behind a pointer and setters, version 2 has a struct that borrows the key;
// - version 3 transforms a packet from one buffer into another, version 2 in place.
#ifndef ANTENNE_SRTP_H
#define ANTENNE_SRTP_H

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>

// Version 2's header uses htonl() without saying where it comes from.
#include <arpa/inet.h>
#include <openssl/crypto.h>
#include <srtp2/srtp.h>

// Two of version 3's errors that version 2 never returns. The worker has them in its table of names only.
inline constexpr srtp_err_status_t srtp_err_status_buffer_small{ static_cast<srtp_err_status_t>(28) };
inline constexpr srtp_err_status_t srtp_err_status_cryptex_err{ static_cast<srtp_err_status_t>(29) };

namespace antenne::srtp
{
	/** A policy that owns its key, and wipes it when it goes. */
	class Policy
	{
	public:
		Policy()
		{
			this->fields.key = this->key;
		}

		Policy(const Policy&)            = delete;
		Policy& operator=(const Policy&) = delete;

		~Policy()
		{
			OPENSSL_cleanse(this->key, sizeof this->key);
		}

		srtp_err_status_t SetKey(const uint8_t* master, size_t masterLen, const uint8_t* salt, size_t saltLen)
		{
			if (masterLen > sizeof this->key || saltLen > sizeof this->key - masterLen)
			{
				return srtp_err_status_bad_param;
			}

			std::memcpy(this->key, master, masterLen);
			std::memcpy(this->key + masterLen, salt, saltLen);

			return srtp_err_status_ok;
		}

		::srtp_policy_t fields{};

	private:
		unsigned char key[SRTP_MAX_KEY_LEN]{};
	};

	/** Version 2's four packet functions have this shape: they work in place and correct the length. */
	using InPlace = srtp_err_status_t (*)(::srtp_t session, void* packet, int* len);

	/**
	 * @param outLen On entry the room in `out`, afterwards the packet's length.
	 * @param growth Bytes by which the packet may become longer.
	 */
	inline srtp_err_status_t Transform(
	  InPlace transform, ::srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen, size_t growth)
	{
		if (*outLen < growth || inLen > *outLen - growth)
		{
			return srtp_err_status_buffer_small;
		}

		if (out != in)
		{
			std::memmove(out, in, inLen);
		}

		auto len          = static_cast<int>(inLen);
		const auto status = transform(session, out, std::addressof(len));

		if (status == srtp_err_status_ok)
		{
			*outLen = static_cast<size_t>(len);
		}

		return status;
	}
} // namespace antenne::srtp

inline srtp_err_status_t srtp_policy_create(antenne::srtp::Policy** policy)
{
	*policy = new (std::nothrow) antenne::srtp::Policy();

	return *policy ? srtp_err_status_ok : srtp_err_status_alloc_fail;
}

inline void srtp_policy_destroy(antenne::srtp::Policy* policy)
{
	delete policy;
}

inline srtp_err_status_t srtp_policy_set_ssrc(antenne::srtp::Policy* policy, srtp_ssrc_t ssrc)
{
	policy->fields.ssrc = ssrc;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_profile(antenne::srtp::Policy* policy, srtp_profile_t profile)
{
	const auto rtp = srtp_crypto_policy_set_from_profile_for_rtp(std::addressof(policy->fields.rtp), profile);

	if (rtp != srtp_err_status_ok)
	{
		return rtp;
	}

	return srtp_crypto_policy_set_from_profile_for_rtcp(std::addressof(policy->fields.rtcp), profile);
}

inline srtp_err_status_t srtp_policy_add_key(
  antenne::srtp::Policy* policy,
  const uint8_t* key,
  size_t keyLen,
  const uint8_t* salt,
  size_t saltLen,
  const uint8_t* /*mki*/,
  size_t /*mkiLen*/)
{
	return policy->SetKey(key, keyLen, salt, saltLen);
}

inline srtp_err_status_t srtp_policy_set_allow_repeat_tx(antenne::srtp::Policy* policy, bool allow)
{
	policy->fields.allow_repeat_tx = allow ? 1 : 0;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_window_size(antenne::srtp::Policy* policy, size_t packets)
{
	policy->fields.window_size = packets;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_create(::srtp_t* session, antenne::srtp::Policy* policy)
{
	return ::srtp_create(session, std::addressof(policy->fields));
}

inline srtp_err_status_t srtp_stream_remove(::srtp_t session, uint32_t ssrc)
{
	return ::srtp_remove_stream(session, ssrc);
}

inline srtp_err_status_t srtp_protect(
  ::srtp_t session, const uint8_t* rtp, size_t rtpLen, uint8_t* srtp, size_t* srtpLen, size_t /*mkiIndex*/)
{
	// The type of Transform's first parameter picks version 2's function among the overloads.
	return antenne::srtp::Transform(::srtp_protect, session, rtp, rtpLen, srtp, srtpLen, SRTP_MAX_TRAILER_LEN);
}

inline srtp_err_status_t srtp_protect_rtcp(
  ::srtp_t session, const uint8_t* rtcp, size_t rtcpLen, uint8_t* srtcp, size_t* srtcpLen, size_t /*mkiIndex*/)
{
	// SRTCP adds its index, four bytes, to the trailer.
	return antenne::srtp::Transform(
	  ::srtp_protect_rtcp, session, rtcp, rtcpLen, srtcp, srtcpLen, SRTP_MAX_TRAILER_LEN + 4);
}

inline srtp_err_status_t srtp_unprotect(
  ::srtp_t session, const uint8_t* srtp, size_t srtpLen, uint8_t* rtp, size_t* rtpLen)
{
	return antenne::srtp::Transform(::srtp_unprotect, session, srtp, srtpLen, rtp, rtpLen, 0);
}

inline srtp_err_status_t srtp_unprotect_rtcp(
  ::srtp_t session, const uint8_t* srtcp, size_t srtcpLen, uint8_t* rtcp, size_t* rtcpLen)
{
	return antenne::srtp::Transform(::srtp_unprotect_rtcp, session, srtcp, srtcpLen, rtcp, rtcpLen, 0);
}

// From here on, the worker's `srtp_policy_t` is version 3's: a pointer.
#define srtp_policy_t antenne::srtp::Policy*

#endif
