//! The dictionary with which both ends prime the compression of header blocks.
//!
//! It is a sequence of length-prefixed words that header blocks tend to hold, and then plain text
//! in which the likeliest matches stand last. The draft, section 2.6.10.1, lists it byte by byte;
//! its Adler-32 checksum travels in the first bytes of every compressed stream.

use std::sync::LazyLock;

/// Every byte of the dictionary.
pub(super) static DICTIONARY: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut bytes = Vec::new();
    for word in WORDS.split('\n') {
        let length = u32::try_from(word.len()).expect("the words are short");
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(word.as_bytes());
    }
    for text in TAIL {
        bytes.extend_from_slice(text.as_bytes());
    }
    bytes
});

const WORDS: &str = "\
options\nhead\npost\nput\ndelete\ntrace\naccept\naccept-charset\naccept-encoding\naccept-language\n\
accept-ranges\nage\nallow\nauthorization\ncache-control\nconnection\ncontent-base\n\
content-encoding\ncontent-language\ncontent-length\ncontent-location\ncontent-md5\ncontent-range\n\
content-type\ndate\netag\nexpect\nexpires\nfrom\nhost\nif-match\nif-modified-since\n\
if-none-match\nif-range\nif-unmodified-since\nlast-modified\nlocation\nmax-forwards\npragma\n\
proxy-authenticate\nproxy-authorization\nrange\nreferer\nretry-after\nserver\nte\ntrailer\n\
transfer-encoding\nupgrade\nuser-agent\nvary\nvia\nwarning\nwww-authenticate\nmethod\nget\n\
status\n200 OK\nversion\nHTTP/1.1\nurl\npublic\nset-cookie\nkeep-alive\norigin";

const TAIL: [&str; 5] = [
    "100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505",
    "203 Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request\
     401 Unauthorized403 Forbidden404 Not Found500 Internal Server Error501 Not Implemented\
     503 Service Unavailable",
    "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 \
     Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMT",
    "chunked,text/html,image/png,image/jpg,image/gif,application/xml,application/xhtml+xml,\
     text/plain,text/javascript,public",
    "privatemax-age=gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The checksum by which zlib names the dictionary: it stands in every captured SPDY/3 stream.
    #[test]
    fn the_checksum_is_the_drafts() {
        let (mut a, mut b) = (1u32, 0u32);
        for byte in DICTIONARY.iter() {
            a = (a + u32::from(*byte)) % 65521;
            b = (b + a) % 65521;
        }
        assert_eq!((b << 16) | a, 0xe3c6_a7c2);
        assert_eq!(DICTIONARY.len(), 1423);
    }
}
