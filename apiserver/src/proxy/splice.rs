//! Bytes both ways between two connections.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// How long the second direction may last when the first has ended: a caller that reads slowly
/// still gets all that was sent.
///
/// Upstream: `finishTimeout`, 15 minutes.
const SECOND_DIRECTION: Duration = Duration::from_secs(15 * 60);

/// Copies both ways until both have ended, or one has broken.
pub(super) async fn splice(
    one: impl AsyncRead + AsyncWrite,
    other: impl AsyncRead + AsyncWrite,
) -> io::Result<()> {
    let (mut one_read, mut one_write) = tokio::io::split(one);
    let (mut other_read, mut other_write) = tokio::io::split(other);
    let mut there = std::pin::pin!(copy(&mut one_read, &mut other_write));
    let mut back = std::pin::pin!(copy(&mut other_read, &mut one_write));
    let rest = tokio::select! {
        ended = &mut there => {
            ended?;
            tokio::time::timeout(SECOND_DIRECTION, back).await
        }
        ended = &mut back => {
            ended?;
            tokio::time::timeout(SECOND_DIRECTION, there).await
        }
    };
    rest.unwrap_or(Ok(()))
}

/// Copies to the end and hands the end on.
async fn copy(
    reader: &mut (impl AsyncRead + Unpin),
    writer: &mut (impl AsyncWrite + Unpin),
) -> io::Result<()> {
    let mut buffer = vec![0; 32 << 10];
    loop {
        let length = reader.read(&mut buffer).await?;
        if length == 0 {
            return writer.shutdown().await;
        }
        writer.write_all(buffer.get(..length).unwrap_or_default()).await?;
        writer.flush().await?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn half_closes_are_handed_on() {
        let (mut caller, one) = tokio::io::duplex(16);
        let (mut backend, other) = tokio::io::duplex(16);
        let splice = splice(one, other);
        let talk = async {
            caller.write_all(b"question, longer than a buffer").await.unwrap();
            caller.shutdown().await.unwrap();
            let mut got = String::new();
            backend.read_to_string(&mut got).await.unwrap();
            assert_eq!(got, "question, longer than a buffer");
            backend.write_all(b"answer").await.unwrap();
            drop(backend);
            let mut got = String::new();
            caller.read_to_string(&mut got).await.unwrap();
            assert_eq!(got, "answer");
        };
        let question = tokio::join!(splice, talk);
        question.0.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_waits_for_ever() {
        let (_caller, one) = tokio::io::duplex(16);
        let (backend, other) = tokio::io::duplex(16);
        drop(backend);
        let start = tokio::time::Instant::now();
        splice(one, other).await.unwrap();
        assert_eq!(start.elapsed(), SECOND_DIRECTION);
    }
}
