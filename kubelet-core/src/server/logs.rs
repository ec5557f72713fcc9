//! The options of a log request.
//!
//! Upstream: `PodLogOptions` and `ValidatePodLogOptions`.

use bowline_apimachinery::time::Time;

use super::handler::HandlerError;
use super::query::Query;

/// Which of a container's output streams are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LogStreamSelection {
    /// Both, as they were written.
    #[default]
    All,
    /// Output only.
    Stdout,
    /// Error output only.
    Stderr,
}

/// Which lines of a container's log are wanted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodLogOptions {
    /// Go on with lines that are yet to be written, until the container ends.
    pub follow: bool,
    /// Of the instance before the current one.
    pub previous: bool,
    /// Put the time before each line.
    pub timestamps: bool,
    /// Only the last so many lines; 0 for none of those already written.
    pub tail_lines: Option<u64>,
    /// Stop after so many bytes, at least 1.
    pub limit_bytes: Option<u64>,
    /// Only lines of the last so many seconds, at least 1. Never together with `since_time`.
    pub since_seconds: Option<u64>,
    /// Only lines written at this time or later.
    pub since_time: Option<Time>,
    /// Of which streams. Selecting one excludes `tail_lines`.
    pub stream: LogStreamSelection,
}

const INVALID: &str = "{\"message\": \"Invalid request.\"}";
const UNDECODABLE: &str = "{\"message\": \"Unable to decode query.\"}";

impl PodLogOptions {
    pub(super) fn from_query(query: &Query) -> Result<Self, HandlerError> {
        let tail_lines = match query.first("tail") {
            // A spelling from before the API had versions.
            Some("all") => None,
            Some(tail) if !tail.is_empty() => number(Some(tail), 0)?,
            _ => number(query.first("tailLines"), 0)?,
        };
        let since_time = match query.first("sinceTime") {
            Some(time) if !time.is_empty() => {
                Some(time.parse().map_err(|_| HandlerError::BadRequest(UNDECODABLE.into()))?)
            }
            _ => None,
        };
        let stream = match query.first("stream") {
            None | Some("" | "All") => LogStreamSelection::All,
            Some("Stdout") => LogStreamSelection::Stdout,
            Some("Stderr") => LogStreamSelection::Stderr,
            Some(_) => return Err(HandlerError::Invalid(INVALID.into())),
        };
        let options = Self {
            follow: query.is_on("follow"),
            previous: query.is_on("previous"),
            timestamps: query.is_on("timestamps"),
            tail_lines,
            limit_bytes: number(query.first("limitBytes"), 1)?,
            since_seconds: number(query.first("sinceSeconds"), 1)?,
            since_time,
            stream,
        };
        let both_since = options.since_seconds.is_some() && options.since_time.is_some();
        let tail_of_one = options.stream != LogStreamSelection::All && options.tail_lines.is_some();
        if both_since || tail_of_one {
            return Err(HandlerError::Invalid(INVALID.into()));
        }
        Ok(options)
    }
}

fn number(text: Option<&str>, least: i64) -> Result<Option<u64>, HandlerError> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let number: i64 = text.parse().map_err(|_| HandlerError::BadRequest(UNDECODABLE.into()))?;
    if number < least {
        return Err(HandlerError::Invalid(INVALID.into()));
    }
    Ok(u64::try_from(number).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Result<PodLogOptions, HandlerError> {
        PodLogOptions::from_query(&Query::parse(query))
    }

    #[test]
    fn options_are_read() {
        let all = "follow=true&previous=1&timestamps=true&tailLines=0&limitBytes=7&sinceSeconds=60";
        let want = PodLogOptions {
            follow: true,
            previous: true,
            timestamps: true,
            tail_lines: Some(0),
            limit_bytes: Some(7),
            since_seconds: Some(60),
            ..PodLogOptions::default()
        };
        assert_eq!(read(all).unwrap(), want);
        assert_eq!(read("tail=all&tailLines=3").unwrap(), PodLogOptions::default());
        assert_eq!(read("tail=4").unwrap().tail_lines, Some(4));
        let since = read("sinceTime=2024-05-01T10%3A00%3A00Z").unwrap().since_time;
        assert_eq!(since, Some("2024-05-01T10:00:00Z".parse().unwrap()));
        assert_eq!(read("stream=Stderr").unwrap().stream, LogStreamSelection::Stderr);
    }

    #[test]
    fn bad_options_are_refused_as_upstream_does() {
        let rows = [
            ("tailLines=x", 400),
            ("sinceTime=yesterday", 400),
            ("tailLines=-1", 422),
            ("limitBytes=0", 422),
            ("sinceSeconds=0", 422),
            ("sinceSeconds=1&sinceTime=2024-05-01T10:00:00Z", 422),
            ("stream=Stdin", 422),
            ("stream=Stdout&tailLines=1", 422),
        ];
        for (query, want) in rows {
            assert_eq!(read(query).unwrap_err().status(), want, "{query}");
        }
    }
}
