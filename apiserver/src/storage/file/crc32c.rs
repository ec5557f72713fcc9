//! CRC-32C (Castagnoli), eight bytes at a step.

/// The polynomial, with its bits reversed.
const POLYNOMIAL: u32 = 0x82f6_3b78;

/// `TABLES[n][b]` is the remainder of byte `b` followed by `n` zero bytes.
static TABLES: [[u32; 256]; 8] = tables();

/// The checksum of the concatenated `parts`.
pub(super) fn crc32c(parts: &[&[u8]]) -> u32 {
    !parts.iter().fold(!0, |crc, part| update(crc, part))
}

fn update(mut crc: u32, bytes: &[u8]) -> u32 {
    let (chunks, rest) = bytes.as_chunks::<8>();
    for &[a, b, c, d, e, f, g, h] in chunks {
        let [i, j, k, l] = (crc ^ u32::from_le_bytes([a, b, c, d])).to_le_bytes();
        let lanes = [i, j, k, l, e, f, g, h];
        crc = lanes
            .iter()
            .zip(TABLES.iter().rev())
            .fold(0, |crc, (&lane, table)| crc ^ table[usize::from(lane)]);
    }
    for &byte in rest {
        crc = (crc >> 8) ^ TABLES[0][usize::from(byte ^ crc.to_le_bytes()[0])];
    }
    crc
}

const fn tables() -> [[u32; 256]; 8] {
    let mut tables = [[0; 256]; 8];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ POLYNOMIAL } else { crc >> 1 };
            bit += 1;
        }
        tables[0][byte] = crc;
        byte += 1;
    }
    let mut zeros = 1;
    while zeros < 8 {
        let mut byte = 0;
        while byte < 256 {
            let crc = tables[zeros - 1][byte];
            tables[zeros][byte] = (crc >> 8) ^ tables[0][(crc & 0xff) as usize];
            byte += 1;
        }
        zeros += 1;
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        // RFC 3720, appendix B.4, and the check value of the CRC catalogue.
        let ascending: Vec<u8> = (0..32).collect();
        for (name, bytes, want) in [
            ("nothing", &b""[..], 0),
            ("check", b"123456789", 0xe306_9283),
            ("zeros", &[0; 32], 0x8a91_36aa),
            ("ones", &[0xff; 32], 0x62a8_ab43),
            ("ascending", &ascending, 0x46dd_794e),
        ] {
            assert_eq!(crc32c(&[bytes]), want, "{name}");
            for cut in 0..bytes.len() {
                let (head, tail) = bytes.split_at(cut);
                assert_eq!(crc32c(&[head, tail]), want, "{name} cut at {cut}");
            }
        }
    }
}
