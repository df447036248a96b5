import CLibcurl

/// A list of texts in libcurl's form; it must be kept as long as a handle has it.
@safe final class CurlList {
    /// The first element; nil of an empty list.
    let first: UnsafeMutablePointer<curl_slist>?

    init(_ texts: [String]) {
        var list: UnsafeMutablePointer<curl_slist>?
        for text in texts {
            guard let longer = unsafe curl_slist_append(list, text) else { break }
            unsafe list = longer
        }
        unsafe first = list
    }

    deinit {
        unsafe curl_slist_free_all(first)
    }
}
