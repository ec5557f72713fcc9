//! Options of streaming requests, from and to queries.
//!
//! Upstream: `staging/src/k8s.io/apimachinery/pkg/conversion/queryparams`,
//! `pkg/registry/core/pod/strategy.go` (`streamParams`).

use bowline_api::core::v1::{
    PodAttachOptions, PodExecOptions, PodLogOptions, PodPortForwardOptions,
};
use bowline_apimachinery::meta::Status;

use crate::request_info::parameters;

/// The exec options of a request's query.
pub fn exec_options(query: &str) -> PodExecOptions {
    let query = Query::parse(query);
    PodExecOptions {
        stdin: query.is_on("stdin"),
        stdout: query.is_on("stdout"),
        stderr: query.is_on("stderr"),
        tty: query.is_on("tty"),
        container: query.first("container").unwrap_or_default().to_owned(),
        command: query.all("command").map(str::to_owned).collect(),
    }
}

/// The attach options of a request's query.
pub fn attach_options(query: &str) -> PodAttachOptions {
    let PodExecOptions { stdin, stdout, stderr, tty, container, .. } = exec_options(query);
    PodAttachOptions { stdin, stdout, stderr, tty, container }
}

/// The port-forward options of a request's query.
///
/// # Errors
/// A port is not a number.
pub fn port_forward_options(query: &str) -> Result<PodPortForwardOptions, Status> {
    let query = Query::parse(query);
    let ports = query.all("ports").map(|port| {
        port.parse().map_err(|_| Status::bad_request(format!("unable to parse {port:?} as a port")))
    });
    Ok(PodPortForwardOptions { ports: ports.collect::<Result<_, _>>()? })
}

/// The log options of a request's query.
///
/// # Errors
/// A number or a time cannot be read.
pub fn log_options(query: &str) -> Result<PodLogOptions, Status> {
    let query = Query::parse(query);
    let number = |name: &str| match query.first(name) {
        None | Some("") => Ok(None),
        Some(text) => match text.parse::<i64>() {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(Status::bad_request(format!(
                "strconv.ParseInt: parsing {text:?}: invalid syntax"
            ))),
        },
    };
    let since_time = match query.first("sinceTime") {
        None | Some("") => None,
        Some(text) => {
            let time = text.parse();
            Some(time.map_err(|error| Status::bad_request(format!("parsing time: {error}")))?)
        }
    };
    Ok(PodLogOptions {
        container: query.first("container").unwrap_or_default().to_owned(),
        follow: query.is_on("follow"),
        previous: query.is_on("previous"),
        since_seconds: number("sinceSeconds")?,
        since_time,
        timestamps: query.is_on("timestamps"),
        tail_lines: number("tailLines")?,
        limit_bytes: number("limitBytes")?,
        insecure_skip_tls_verify_backend: query.is_on("insecureSkipTLSVerifyBackend"),
        stream: query.first("stream").filter(|stream| !stream.is_empty()).map(str::to_owned),
    })
}

/// Parameters in order, decoded.
struct Query(Vec<(String, String)>);

impl Query {
    fn parse(query: &str) -> Self {
        Self(parameters(query).collect())
    }

    fn first(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Absent, `0` and `false` are off; all else, the empty value too, is on.
    fn is_on(&self, name: &str) -> bool {
        match self.first(name) {
            None | Some("0") => false,
            Some(value) => !value.eq_ignore_ascii_case("false"),
        }
    }
}

/// Writes a query, sorted by name as Go does.
#[derive(Debug, Default)]
pub(super) struct Encoder(Vec<(&'static str, String)>);

impl Encoder {
    pub(super) fn add(&mut self, name: &'static str, value: impl Into<String>) {
        self.0.push((name, value.into()));
    }

    /// Adds `name=1`, if it is so.
    pub(super) fn add_if(&mut self, name: &'static str, on: bool) {
        if on {
            self.add(name, "1");
        }
    }

    pub(super) fn finish(mut self) -> String {
        self.0.sort_by_key(|(name, _)| *name);
        let pairs = self.0.iter().map(|(name, value)| format!("{name}={}", encode(value)));
        pairs.collect::<Vec<_>>().join("&")
    }
}

/// Percent-encodes a query value.
fn encode(value: &str) -> String {
    let mut encoded = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                encoded.push(char::from(byte));
            }
            b' ' => encoded.push('+'),
            byte => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read() {
        let options = exec_options(
            "command=sh&command=-c&command=echo+%22a%26b%22&container=c&stdin=true&stdout=&tty=0",
        );
        assert_eq!(options.command, ["sh", "-c", "echo \"a&b\""]);
        assert_eq!(options.container, "c");
        assert_eq!((options.stdin, options.stdout, options.stderr), (true, true, false));
        assert!(!options.tty);
        assert_eq!(port_forward_options("ports=80&ports=443").unwrap().ports, [80, 443]);
        assert!(port_forward_options("ports=http").is_err());
        assert_eq!(port_forward_options("").unwrap().ports, [0i32; 0]);
    }

    #[test]
    fn queries_are_sorted_and_encoded() {
        let mut query = Encoder::default();
        query.add_if("stdout", true);
        query.add_if("stderr", false);
        query.add("command", "echo 'ä' & 100%");
        assert_eq!(query.finish(), "command=echo+%27%C3%A4%27+%26+100%25&stdout=1");
    }

    #[test]
    fn log_options_are_read() {
        let options =
            log_options("follow=true&tailLines=-1&sinceTime=2024-05-01T10:00:00Z&stream=").unwrap();
        assert_eq!((options.follow, options.tail_lines), (true, Some(-1)));
        assert_eq!(options.since_time, Some("2024-05-01T10:00:00Z".parse().unwrap()));
        assert_eq!(options.stream, None);
        let bad = log_options("limitBytes=x").unwrap_err();
        assert_eq!(bad.message, "strconv.ParseInt: parsing \"x\": invalid syntax");
        assert!(log_options("sinceTime=yesterday").is_err());
    }
}
