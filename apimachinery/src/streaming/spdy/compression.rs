//! zlib over header blocks: one stream a direction for the life of the connection, flushed after
//! each block, primed with the dictionary.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

use super::dictionary::DICTIONARY;
use super::frame::FrameError;

/// Room that is added to an output that filled up.
const STEP: usize = 1024;

/// Compresses what one end sends.
#[derive(Debug)]
pub(super) struct HeaderCompressor {
    deflate: Compress,
}

impl HeaderCompressor {
    pub(super) fn new() -> Self {
        let mut deflate = Compress::new(Compression::default(), true);
        deflate
            .set_dictionary(&DICTIONARY)
            .expect("a fresh compressor with a zlib header takes a dictionary");
        Self { deflate }
    }

    /// Appends `block`, compressed and flushed, to `output`.
    pub(super) fn compress(&mut self, block: &[u8], output: &mut Vec<u8>) {
        let start = self.deflate.total_in();
        loop {
            let read = usize::try_from(self.deflate.total_in() - start).unwrap_or(usize::MAX);
            let rest = block.get(read..).unwrap_or_default();
            output.reserve(STEP);
            let room = output.capacity();
            self.deflate
                .compress_vec(rest, output, FlushCompress::Sync)
                .expect("deflate into memory cannot fail");
            // Room left over means that all is read and flushed.
            if output.len() < room {
                return;
            }
        }
    }
}

/// Decompresses what the other end sends.
#[derive(Debug)]
pub(super) struct HeaderDecompressor {
    inflate: Decompress,
}

impl HeaderDecompressor {
    pub(super) fn new() -> Self {
        Self { inflate: Decompress::new(true) }
    }

    /// The block that `input` holds; `limit` bounds its size, against bombs.
    pub(super) fn decompress(&mut self, input: &[u8], limit: usize) -> Result<Vec<u8>, FrameError> {
        let mut block = Vec::new();
        let start = self.inflate.total_in();
        loop {
            let read = usize::try_from(self.inflate.total_in() - start).unwrap_or(usize::MAX);
            let rest = input.get(read..).unwrap_or_default();
            block.reserve(STEP);
            let room = block.capacity();
            match self.inflate.decompress_vec(rest, &mut block, FlushDecompress::Sync) {
                Ok(Status::StreamEnd) => return Err(FrameError::CompressionEnded),
                Ok(Status::Ok | Status::BufError) => {}
                Err(error) if error.needs_dictionary().is_some() => {
                    self.inflate
                        .set_dictionary(&DICTIONARY)
                        .map_err(|_| FrameError::WrongDictionary)?;
                    continue;
                }
                Err(_) => return Err(FrameError::BadCompression),
            }
            if block.len() > limit {
                return Err(FrameError::HeaderBlockTooLarge { limit });
            }
            if block.len() < room {
                return Ok(block);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_stream_names_the_dictionary() {
        let mut output = Vec::new();
        HeaderCompressor::new().compress(b"\0\0\0\0", &mut output);
        assert_eq!(&output[1..6], b"\xbb\xe3\xc6\xa7\xc2");
        assert!(output.ends_with(b"\0\0\xff\xff"), "flushed to a byte boundary");
    }

    #[test]
    fn a_bomb_is_refused() {
        let mut bomb = Vec::new();
        HeaderCompressor::new().compress(&vec![0; 1 << 20], &mut bomb);
        assert!(bomb.len() < 4096);
        let got = HeaderDecompressor::new().decompress(&bomb, 4096);
        assert_eq!(got, Err(FrameError::HeaderBlockTooLarge { limit: 4096 }));
    }

    proptest! {
        #[test]
        fn blocks_survive_in_sequence(
            blocks in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..3000), 1..6),
        ) {
            let (mut deflate, mut inflate) = (HeaderCompressor::new(), HeaderDecompressor::new());
            for block in blocks {
                let mut compressed = Vec::new();
                deflate.compress(&block, &mut compressed);
                prop_assert_eq!(inflate.decompress(&compressed, 4096).unwrap(), block);
            }
        }

        #[test]
        fn garbage_never_panics(input in proptest::collection::vec(any::<u8>(), 0..600)) {
            let mut inflate = HeaderDecompressor::new();
            let _ = inflate.decompress(&input, 4096);
            let _ = inflate.decompress(&input, 4096);
        }
    }
}
