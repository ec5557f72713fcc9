//! Frames: the checksummed units that files are made of. A frame is there as a whole or not at all.
//!
//! `magic | length of the payload | first revision | checksum | payload`, numbers in little endian.
//! The checksum covers the rest of the frame and its place in the file, so that a frame counts
//! only where it was written and not as part of a stored value.

use super::crc32c::crc32c;

/// Bytes before the payload.
pub(super) const HEADER: usize = 20;
const MAGIC: [u8; 4] = *b"\xb0wLf";

/// A frame that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Frame<'a> {
    /// The revision of the first change in it.
    pub(super) first_revision: u64,
    pub(super) payload: &'a [u8],
}

impl Frame<'_> {
    /// The size of the frame in a file.
    pub(super) fn size(&self) -> usize {
        HEADER + self.payload.len()
    }
}

/// Where a frame is being written: begins one at the end of `buffer`, to be ended by [`finish`].
pub(super) fn begin(buffer: &mut Vec<u8>) -> usize {
    let start = buffer.len();
    buffer.extend_from_slice(&[0; HEADER]);
    start
}

/// Ends the frame that [`begin`] began at `start`; what was appended since is its payload. The frame
/// will be at byte `offset` of its file.
///
/// # Panics
/// If the payload has 4 GiB or more, which the callers' limits rule out.
pub(super) fn finish(buffer: &mut [u8], start: usize, first_revision: u64, offset: u64) {
    let (header, payload) = buffer[start..].split_at_mut(HEADER);
    let length = u32::try_from(payload.len()).expect("a group is limited to far less than 4 GiB");
    header[..4].copy_from_slice(&MAGIC);
    header[4..8].copy_from_slice(&length.to_le_bytes());
    header[8..16].copy_from_slice(&first_revision.to_le_bytes());
    let crc = crc32c(&[&offset.to_le_bytes(), &header[4..16], payload]);
    header[16..].copy_from_slice(&crc.to_le_bytes());
}

/// The intact frame at byte `offset` of `file`.
pub(super) fn read(file: &[u8], offset: usize) -> Option<Frame<'_>> {
    let (header, rest) = file.get(offset..)?.split_first_chunk::<HEADER>()?;
    if header[..4] != MAGIC {
        return None;
    }
    let length = u32::from_le_bytes(*header[4..].first_chunk()?);
    let first_revision = u64::from_le_bytes(*header[8..].first_chunk()?);
    let crc = u32::from_le_bytes(*header[16..].first_chunk()?);
    let payload = rest.get(..usize::try_from(length).ok()?)?;
    let place = (offset as u64).to_le_bytes();
    let intact = crc32c(&[&place, &header[4..16], payload]) == crc;
    intact.then_some(Frame { first_revision, payload })
}

/// Whether an intact frame begins anywhere in `file` from byte `offset` on.
pub(super) fn any_from(file: &[u8], offset: usize) -> bool {
    let windows = file.windows(MAGIC.len()).enumerate().skip(offset);
    let mut starts = windows.filter(|(_, window)| **window == MAGIC);
    starts.any(|(start, _)| read(file, start).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_whole_or_not_there() {
        let mut bytes = Vec::new();
        for (revision, payload) in [(7, &b"one"[..]), (9, b""), (10, b"three")] {
            let start = begin(&mut bytes);
            bytes.extend_from_slice(payload);
            finish(&mut bytes, start, revision, start as u64);
        }
        let first = read(&bytes, 0).unwrap();
        assert_eq!(first, Frame { first_revision: 7, payload: b"one" });
        let second = read(&bytes, first.size()).unwrap();
        assert_eq!(second, Frame { first_revision: 9, payload: b"" });
        let third = first.size() + second.size();
        assert!(any_from(&bytes, third) && !any_from(&bytes, third + 1));
        assert_eq!(read(&bytes[first.size()..], 0), None, "a frame counts only in its place");

        for cut in 0..first.size() {
            assert_eq!(read(&bytes[..cut], 0), None, "cut at {cut}");
            for bit in 0..8 {
                let mut damaged = bytes.clone();
                damaged[cut] ^= 1 << bit;
                assert_eq!(read(&damaged, 0), None, "bit {bit} of byte {cut}");
                assert!(any_from(&damaged, 0));
            }
        }
    }
}
