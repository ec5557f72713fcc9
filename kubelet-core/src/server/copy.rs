//! Bytes from one stream to another.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// Copies until the end of `reader`, handing on each piece at once: somebody may be waiting for it
/// at a terminal. The end itself is not handed on.
pub(super) async fn copy(
    reader: &mut (impl AsyncRead + Unpin),
    writer: &mut (impl AsyncWrite + Unpin),
) -> io::Result<()> {
    let mut buffer = vec![0; 32 << 10];
    loop {
        let length = reader.read(&mut buffer).await?;
        if length == 0 {
            return Ok(());
        }
        writer.write_all(buffer.get(..length).unwrap_or_default()).await?;
        writer.flush().await?;
    }
}
