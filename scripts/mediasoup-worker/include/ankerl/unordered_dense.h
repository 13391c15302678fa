// mediasoup's worker names its hash containers ankerl::unordered_dense, a header library that Debian does not ship.
// The standard containers offer everything that the worker uses of it; only their memory layout differs.
#ifndef ANTENNE_UNORDERED_DENSE_H
#define ANTENNE_UNORDERED_DENSE_H

#include <functional>
#include <unordered_map>
#include <unordered_set>

namespace ankerl::unordered_dense
{
	template<typename T>
	using hash = std::hash<T>;

	template<typename T, typename Hasher = std::hash<T>, typename Same = std::equal_to<T>>
	using set = std::unordered_set<T, Hasher, Same>;

	template<typename K, typename V, typename Hasher = std::hash<K>, typename Same = std::equal_to<K>>
	using map = std::unordered_map<K, V, Hasher, Same>;
} // namespace ankerl::unordered_dense

#endif
