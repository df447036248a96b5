#ifndef OBE_CLIBCURL_SHIM_H
#define OBE_CLIBCURL_SHIM_H

#include <curl/curl.h>

// curl_easy_setopt, curl_easy_getinfo and curl_multi_setopt are variadic, which Swift cannot call:
// one typed wrapper for each kind of argument.

static inline CURLcode obe_setopt_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode obe_setopt_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode obe_setopt_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

typedef size_t (*obe_data_callback)(char *data, size_t size, size_t count, void *context);

static inline CURLcode obe_setopt_callback(CURL *handle, CURLoption option, obe_data_callback callback) {
    return curl_easy_setopt(handle, option, callback);
}

typedef CURLcode (*obe_tls_callback)(CURL *handle, void *tls_context, void *context);

static inline CURLcode obe_setopt_tls_callback(CURL *handle, obe_tls_callback callback) {
    return curl_easy_setopt(handle, CURLOPT_SSL_CTX_FUNCTION, callback);
}

// libcurl copies the bytes.
static inline CURLcode obe_setopt_blob(CURL *handle, CURLoption option, const void *bytes, size_t count) {
    struct curl_blob blob = {(void *)bytes, count, CURL_BLOB_COPY};
    return curl_easy_setopt(handle, option, &blob);
}

static inline CURLcode obe_getinfo_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode obe_getinfo_pointer(CURL *handle, CURLINFO info, void **value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLMcode obe_multi_setopt_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

static inline CURLMcode obe_multi_setopt_socket_callback(CURLM *multi, curl_socket_callback callback, void *context) {
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, context);
    return curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, callback);
}

static inline CURLMcode obe_multi_setopt_timer_callback(CURLM *multi, curl_multi_timer_callback callback, void *context) {
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, context);
    return curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, callback);
}

// What differs between the versions of libcurl that the supported systems have.

// No other protocol than HTTP, whatever a proxy or a redirect says.
static inline CURLcode obe_allow_only_http(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

// Without this, giving up on a name server that is silent blocks until the resolver gives up too,
// and with it every other transfer of the thread.
static inline void obe_leave_resolver_behind(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075700
    curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
#endif
}

// The certificates to trust, as bytes: connections made with other bytes are then not reused, and
// nothing is cached by the file's name. Before 7.77 by name, when libcurl had no such cache yet.
// The system's directory of certificates, which some builds add by themselves, is left out.
static inline CURLcode obe_trust_only(CURL *handle, const void *bytes, size_t count, const char *path) {
    curl_easy_setopt(handle, CURLOPT_CAPATH, NULL);
#if LIBCURL_VERSION_NUM >= 0x074d00
    return obe_setopt_blob(handle, CURLOPT_CAINFO_BLOB, bytes, count);
#else
    return curl_easy_setopt(handle, CURLOPT_CAINFO, path);
#endif
}

// The system's certificates: kept for ten minutes, which libcurl does only if there is a bundle and
// no directory; loading them anew takes 20 ms of CPU for every connection.
static inline void obe_trust_system(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075700
    const curl_version_info_data *version = curl_version_info(CURLVERSION_NOW);
    if (version->age >= CURLVERSION_SEVENTH && version->cainfo) {
        curl_easy_setopt(handle, CURLOPT_CAPATH, NULL);
    }
    curl_easy_setopt(handle, CURLOPT_CA_CACHE_TIMEOUT, 600L);
#endif
}

#endif
