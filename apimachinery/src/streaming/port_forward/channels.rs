//! Port-forward over plain WebSocket channels, `v4.channel.k8s.io`.
//!
//! Port *i* of the query has data channel 2*i* and error channel 2*i*+1; the first message on each,
//! from the server, is the port. There is no way to say that one direction has ended.

use super::StreamKind;

/// The query parameter with the ports; repeated, or a comma-separated list, or both.
pub const PORTS_PARAMETER: &str = "port";

/// Ports past this have no channel number left; 255 means close.
const MAX_PORTS: usize = 127;

/// The query names no usable ports.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PortsError {
    /// No port at all.
    #[error("query parameter \"port\" is required")]
    Missing,
    /// A parameter without a value.
    #[error("query parameter \"port\" cannot be empty")]
    Empty,
    /// Not a number up to 65535.
    #[error("unable to parse {0:?} as a port")]
    NotAPort(String),
    /// Port 0.
    #[error("port {0:?} must be > 0")]
    Zero(String),
    /// More ports than there are channels.
    #[error("{0} ports, more than 127")]
    TooMany(usize),
}

/// Reads the values of the query's `port` parameters, in order.
///
/// # Errors
/// A value is no port, or there are none or too many.
pub fn parse_ports<'a>(values: impl IntoIterator<Item = &'a str>) -> Result<Vec<u16>, PortsError> {
    let mut ports = Vec::new();
    for value in values {
        if value.is_empty() {
            return Err(PortsError::Empty);
        }
        for port in value.split(',') {
            match port.parse::<u16>() {
                Ok(0) => return Err(PortsError::Zero(value.into())),
                Ok(port) => ports.push(port),
                Err(_) => return Err(PortsError::NotAPort(value.into())),
            }
        }
    }
    match ports.len() {
        0 => Err(PortsError::Missing),
        count if count > MAX_PORTS => Err(PortsError::TooMany(count)),
        _ => Ok(ports),
    }
}

/// The channel of the port at `index` of the query that carries `kind`; `None` past the last one.
pub fn channel(index: usize, kind: StreamKind) -> Option<u8> {
    if index >= MAX_PORTS {
        return None;
    }
    let offset = match kind {
        StreamKind::Data => 0,
        StreamKind::Error => 1,
    };
    u8::try_from(index * 2 + offset).ok()
}

/// The index of the port and what the channel carries.
pub fn port_of(channel: u8) -> (usize, StreamKind) {
    let kind = if channel.is_multiple_of(2) { StreamKind::Data } else { StreamKind::Error };
    (usize::from(channel / 2), kind)
}

/// The first payload on both channels of `port`.
pub fn preamble(port: u16) -> [u8; 2] {
    port.to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_read() {
        type Row<'a> = (&'a str, &'a [&'a str], Result<Vec<u16>, PortsError>);
        let rows: &[Row<'_>] = &[
            ("one", &["80"], Ok(vec![80])),
            ("lists and repeats", &["80,443", "8080"], Ok(vec![80, 443, 8080])),
            ("none", &[], Err(PortsError::Missing)),
            ("empty", &[""], Err(PortsError::Empty)),
            ("zero", &["0"], Err(PortsError::Zero("0".into()))),
            ("too large", &["65536"], Err(PortsError::NotAPort("65536".into()))),
            ("a word", &["80,http"], Err(PortsError::NotAPort("80,http".into()))),
        ];
        for (name, values, want) in rows {
            assert_eq!(parse_ports(values.iter().copied()), *want, "{name}");
        }
        let many = vec!["1"; 128];
        assert_eq!(parse_ports(many), Err(PortsError::TooMany(128)));
    }

    #[test]
    fn channels_and_ports_match() {
        assert_eq!(channel(0, StreamKind::Data), Some(0));
        assert_eq!(channel(1, StreamKind::Error), Some(3));
        assert_eq!(channel(126, StreamKind::Error), Some(253));
        assert_eq!(channel(127, StreamKind::Data), None);
        for number in 0..254 {
            let (index, kind) = port_of(number);
            assert_eq!(channel(index, kind), Some(number));
        }
        assert_eq!(preamble(8080), [0x90, 0x1f]);
    }
}
