//! Frames written and read back.

use super::super::connection::Limits;
use super::super::decode::Decoder;
use super::super::encode::Encoder;
use super::*;

fn read(bytes: &[u8]) -> Result<Vec<Frame>, FrameError> {
    let mut decoder = Decoder::new(Limits::default());
    decoder.feed(bytes);
    let mut frames = Vec::new();
    while let Some(frame) = decoder.next_frame()? {
        frames.push(frame);
    }
    Ok(frames)
}

#[test]
fn frames_are_laid_out_as_the_draft_draws_them() {
    let id = StreamId(5);
    let rows: &[(&str, Frame, &[u8])] = &[
        (
            "data",
            Frame::Data { id, data: Bytes::from_static(b"hi"), fin: true },
            b"\0\0\0\x05\x01\0\0\x02hi",
        ),
        ("empty data", Frame::Data { id, data: Bytes::new(), fin: false }, b"\0\0\0\x05\0\0\0\0"),
        (
            "reset",
            Frame::RstStream { id, status: ResetStatus::Cancel },
            b"\x80\x03\0\x03\0\0\0\x08\0\0\0\x05\0\0\0\x05",
        ),
        (
            "settings",
            Frame::Settings { settings: vec![Setting { flags: 1, id: 7, value: 65536 }] },
            b"\x80\x03\0\x04\0\0\0\x0c\0\0\0\x01\x01\0\0\x07\0\x01\0\0",
        ),
        ("ping", Frame::Ping { id: 1 }, b"\x80\x03\0\x06\0\0\0\x04\0\0\0\x01"),
        (
            "go away",
            Frame::GoAway { last_good: id, status: GoAwayStatus::InternalError },
            b"\x80\x03\0\x07\0\0\0\x08\0\0\0\x05\0\0\0\x02",
        ),
        (
            "window update",
            Frame::WindowUpdate { id, delta: 9 },
            b"\x80\x03\0\x09\0\0\0\x08\0\0\0\x05\0\0\0\x09",
        ),
    ];
    for (name, frame, want) in rows {
        let mut bytes = Vec::new();
        Encoder::new().encode(frame, &mut bytes);
        assert_eq!(bytes, *want, "{name}");
        assert_eq!(read(want).unwrap(), std::slice::from_ref(frame), "{name}");
    }
}

#[test]
fn frames_with_headers_survive_in_sequence() {
    let headers = |value: &str| Headers::new().with("streamType", value).with("port", "8080");
    let frames = vec![
        Frame::SynStream {
            id: StreamId(1),
            associated: StreamId(0),
            priority: 7,
            headers: headers("error"),
            fin: true,
            unidirectional: true,
        },
        Frame::SynReply { id: StreamId(1), headers: Headers::new(), fin: false },
        Frame::Headers { id: StreamId(1), headers: headers("data"), fin: true },
    ];
    let (mut encoder, mut bytes) = (Encoder::new(), Vec::new());
    frames.iter().for_each(|frame| encoder.encode(frame, &mut bytes));
    assert_eq!(read(&bytes).unwrap(), frames);
}

/// A port-forward's two SYN_STREAMs, their headers compressed in one stream by C zlib at level 9,
/// which is not how we would.
const COMPRESSED_ELSEWHERE: &str = "\
    800300010000003d0000000100000000000078f9e3c6a7c202253a703a2b294a4dcc851625aca9a0808614cb45e0\
    1c6061606100a4398b20d198094ade8c0600000000ffff8003000100000018000000030000\
    00000000c2aa19540e2512d60b000000ffff";

/// What kubectl 1.37 sends when two connections come in at once: the error streams of both, their
/// headers compressed by Go.
const COMPRESSED_BY_KUBECTL: &str = "\
    800300010000003e0000000100000000000078f9e3c6a7c202253a48f95b044eea160616060c0c0c9c4590f8ca04\
    a5634603704a2c294a4dcc851636aca9a0a800000000ffff80030001000000180000000300000000000082\
    6ac62185df4c4300000000ffff";

fn bytes(digits: &str) -> Vec<u8> {
    let pairs = digits.as_bytes().chunks(2);
    let byte = |pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    pairs.map(byte).collect()
}

#[test]
fn headers_compressed_elsewhere_are_read() {
    let rows = [
        (COMPRESSED_ELSEWHERE, [("error", "0"), ("data", "0")]),
        (COMPRESSED_BY_KUBECTL, [("error", "0"), ("error", "1")]),
    ];
    for (digits, want) in rows {
        let frames = read(&bytes(digits)).unwrap();
        assert_eq!(frames.len(), 2);
        for ((frame, id), (kind, request)) in frames.iter().zip([1, 3]).zip(want) {
            let Frame::SynStream { id: got, headers, .. } = frame else { panic!("{frame:?}") };
            assert_eq!(*got, StreamId(id));
            assert_eq!(headers.get("streamType"), Some(kind));
            assert_eq!(headers.get("port"), Some("8080"));
            assert_eq!(headers.get("requestID"), Some(request));
        }
    }
}

#[test]
fn what_is_not_known_is_skipped() {
    let bytes = b"\x80\x03\0\x0a\0\0\0\x03abc\x80\x03\0\x06\0\0\0\x04\0\0\0\x01";
    assert_eq!(read(bytes).unwrap(), [Frame::Ping { id: 1 }]);
}

#[test]
fn long_data_comes_in_pieces_and_fin_with_the_last() {
    let mut decoder = Decoder::new(Limits::default());
    decoder.feed(b"\0\0\0\x05\x01\0\0\x03a");
    let piece = |data, fin| Frame::Data { id: StreamId(5), data: Bytes::from_static(data), fin };
    assert_eq!(decoder.next_frame(), Ok(Some(piece(b"a", false))));
    assert_eq!(decoder.next_frame(), Ok(None));
    decoder.feed(b"bc");
    assert_eq!(decoder.next_frame(), Ok(Some(piece(b"bc", true))));
}

#[test]
fn broken_frames_are_refused() {
    let rows: &[(&str, &[u8], FrameError)] = &[
        ("data on stream 0", b"\0\0\0\0\0\0\0\0", FrameError::DataOnStreamZero),
        ("version 2", b"\x80\x02\0\x06\0\0\0\x04", FrameError::UnsupportedVersion(2)),
        (
            "too large",
            b"\x80\x03\0\x01\0\xff\xff\xff",
            FrameError::TooLarge { kind: 1, length: 0x00ff_ffff, limit: 64 << 10 },
        ),
        ("short ping", b"\x80\x03\0\x06\0\0\0\x01\0", FrameError::BadLength { kind: 6, length: 1 }),
        ("ping 0", b"\x80\x03\0\x06\0\0\0\x04\0\0\0\0", FrameError::Zero(6)),
        ("reset of 0", b"\x80\x03\0\x03\0\0\0\x08\0\0\0\0\0\0\0\x01", FrameError::Zero(3)),
        ("reset for 0", b"\x80\x03\0\x03\0\0\0\x08\0\0\0\x01\0\0\0\0", FrameError::Zero(3)),
        (
            "settings that miscount",
            b"\x80\x03\0\x04\0\0\0\x04\xff\xff\xff\xff",
            FrameError::BadLength { kind: 4, length: 4 },
        ),
        (
            "headers that are not compressed",
            b"\x80\x03\0\x02\0\0\0\x08\0\0\0\x01\0\0\0\0",
            FrameError::BadCompression,
        ),
    ];
    for (name, bytes, want) in rows {
        assert_eq!(read(bytes), Err(want.clone()), "{name}");
    }
}
