//! IP addresses and CIDR blocks.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{Call, Implementation, Library, convert};
use crate::value::{Error, Opaque, Value};

pub(crate) const LIBRARY: Library = Library {
    declarations: "
string_to_ip: ip(string) -> net.IP
ip_family: <net.IP>.family() -> int
ip_is_canonical: ip.isCanonical(string) -> bool
ip_is_unspecified: <net.IP>.isUnspecified() -> bool
ip_is_loopback: <net.IP>.isLoopback() -> bool
ip_is_link_local_multicast: <net.IP>.isLinkLocalMulticast() -> bool
ip_is_link_local_unicast: <net.IP>.isLinkLocalUnicast() -> bool
ip_is_global_unicast: <net.IP>.isGlobalUnicast() -> bool
is_ip: isIP(string) -> bool
ip_to_string: string(net.IP) -> string
string_to_cidr: cidr(string) -> net.CIDR
cidr_contains_ip_string: <net.CIDR>.containsIP(string) -> bool
cidr_contains_ip_ip: <net.CIDR>.containsIP(net.IP) -> bool
cidr_contains_cidr_string: <net.CIDR>.containsCIDR(string) -> bool
cidr_contains_cidr: <net.CIDR>.containsCIDR(net.CIDR) -> bool
cidr_ip: <net.CIDR>.ip() -> net.IP
cidr_prefix_length: <net.CIDR>.prefixLength() -> int
cidr_masked: <net.CIDR>.masked() -> net.CIDR
is_cidr: isCIDR(string) -> bool
cidr_to_string: string(net.CIDR) -> string",
    types: &["net.IP", "net.CIDR"],
    implementation: |name| -> Option<Implementation> {
        Some(match name {
            "ip" => ip,
            "family" => {
                |call| address(call, "family", |ip| Value::Int(if ip.is_ipv4() { 4 } else { 6 }))
            }
            "ip.isCanonical" => is_canonical,
            "isUnspecified" => |call| test(call, "isUnspecified", |ip| ip.is_unspecified()),
            "isLoopback" => |call| test(call, "isLoopback", |ip| ip.is_loopback()),
            "isLinkLocalMulticast" => {
                |call| test(call, "isLinkLocalMulticast", link_local_multicast)
            }
            "isLinkLocalUnicast" => |call| test(call, "isLinkLocalUnicast", link_local_unicast),
            "isGlobalUnicast" => |call| test(call, "isGlobalUnicast", global_unicast),
            "isIP" => |call| match call.args {
                [Value::String(text)] => Ok(Value::Bool(parse_ip(text).is_ok())),
                _ => Err(call.no_overload("isIP")),
            },
            "cidr" => |call| match call.args {
                [Value::String(text)] => {
                    let (ip, bits) = parse_cidr(text)?;
                    Ok(Value::opaque(Opaque::Cidr(ip, bits)))
                }
                _ => Err(call.no_overload("cidr")),
            },
            "containsIP" => contains_ip,
            "containsCIDR" => contains_cidr,
            "prefixLength" => {
                |call| block(&call, "prefixLength").map(|(_, n)| Value::Int(n.into()))
            }
            "masked" => |call| {
                let (ip, bits) = block(&call, "masked")?;
                Ok(Value::opaque(Opaque::Cidr(masked(ip, bits), bits)))
            },
            "isCIDR" => |call| match call.args {
                [Value::String(text)] => Ok(Value::Bool(parse_cidr(text).is_ok())),
                _ => Err(call.no_overload("isCIDR")),
            },
            "string" => return convert_string(),
            _ => return None,
        })
    },
};

fn convert_string() -> Option<Implementation> {
    convert::implementation("string")
}

fn parse_ip(text: &str) -> Result<IpAddr, Error> {
    let refuse = |why: String| Err(Error::other(why));
    let Ok(ip) = text.parse::<IpAddr>() else {
        if let Some((bare, zone)) = text.split_once('%')
            && !zone.is_empty()
            && bare.parse::<Ipv6Addr>().is_ok()
        {
            return refuse(format!("IP address {text:?} with zone value is not allowed"));
        }
        return refuse(format!(
            "IP Address {text:?} parse error during conversion from string: ParseAddr({text:?}): \
             unable to parse IP"
        ));
    };
    match ip {
        IpAddr::V6(v6) if v6.to_ipv4_mapped().is_some() => {
            refuse(format!("IPv4-mapped IPv6 address {text:?} is not allowed"))
        }
        ip => Ok(ip),
    }
}

fn parse_cidr(text: &str) -> Result<(IpAddr, u8), Error> {
    let refuse = |why: &str| {
        Err(Error::other(format!(
            "network address parse error during conversion from string: {why}"
        )))
    };
    let Some((ip, bits)) = text.rsplit_once('/') else {
        return refuse(&format!("netip.ParsePrefix({text:?}): no '/'"));
    };
    let Ok(ip) = ip.parse::<IpAddr>() else {
        return refuse(&format!("netip.ParsePrefix({text:?}): unable to parse IP"));
    };
    let most = if ip.is_ipv4() { 32 } else { 128 };
    let plain = bits == "0" || (!bits.starts_with(['0', '+', '-']) && !bits.is_empty());
    let Some(bits) = bits.parse::<u8>().ok().filter(|b| plain && *b <= most) else {
        return refuse(&format!(
            "netip.ParsePrefix({text:?}): prefix length out of range or not a number"
        ));
    };
    if let IpAddr::V6(v6) = ip
        && v6.to_ipv4_mapped().is_some()
    {
        return refuse(&format!("IPv4-mapped IPv6 address {text:?} is not allowed"));
    }
    Ok((ip, bits))
}

fn ip<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    match call.args {
        [Value::String(text)] => Ok(Value::opaque(Opaque::Ip(parse_ip(text)?))),
        [Value::Opaque(opaque)] => match &**opaque {
            Opaque::Cidr(ip, _) => Ok(Value::opaque(Opaque::Ip(*ip))),
            _ => Err(call.no_overload("ip")),
        },
        _ => Err(call.no_overload("ip")),
    }
}

fn is_canonical<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let [Value::String(text)] = call.args else { return Err(call.no_overload("ip.isCanonical")) };
    Ok(Value::Bool(parse_ip(text)?.to_string() == **text))
}

fn address<'a>(
    call: Call<'_, 'a>,
    function: &str,
    f: fn(&IpAddr) -> Value<'a>,
) -> Result<Value<'a>, Error> {
    if let [Value::Opaque(opaque)] = call.args
        && let Opaque::Ip(ip) = &**opaque
    {
        return Ok(f(ip));
    }
    Err(call.no_overload(function))
}

fn test<'a>(
    call: Call<'_, 'a>,
    function: &str,
    holds: fn(&IpAddr) -> bool,
) -> Result<Value<'a>, Error> {
    if let [Value::Opaque(opaque)] = call.args
        && let Opaque::Ip(ip) = &**opaque
    {
        return Ok(Value::Bool(holds(ip)));
    }
    Err(call.no_overload(function))
}

fn link_local_multicast(ip: &IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.octets()[..3] == [224, 0, 0],
        IpAddr::V6(ip) => ip.segments()[0] & 0xff0f == 0xff02,
    }
}

fn link_local_unicast(ip: &IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_link_local(),
        IpAddr::V6(ip) => ip.segments()[0] & 0xffc0 == 0xfe80,
    }
}

fn global_unicast(ip: &IpAddr) -> bool {
    !(ip.is_unspecified()
        || ip.is_loopback()
        || ip.is_multicast()
        || link_local_unicast(ip)
        || *ip == IpAddr::V4(Ipv4Addr::BROADCAST))
}

fn block(call: &Call<'_, '_>, function: &str) -> Result<(IpAddr, u8), Error> {
    match call.args.first() {
        Some(Value::Opaque(opaque)) => match &**opaque {
            Opaque::Cidr(ip, bits) => Ok((*ip, *bits)),
            _ => Err(call.no_overload(function)),
        },
        _ => Err(call.no_overload(function)),
    }
}

fn masked(ip: IpAddr, bits: u8) -> IpAddr {
    match ip {
        IpAddr::V4(ip) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0);
            IpAddr::V4(Ipv4Addr::from_bits(ip.to_bits() & mask))
        }
        IpAddr::V6(ip) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(bits)).unwrap_or(0);
            IpAddr::V6(Ipv6Addr::from_bits(ip.to_bits() & mask))
        }
    }
}

fn contains_ip<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let (net, bits) = block(&call, "containsIP")?;
    let ip = match call.args {
        [_, Value::String(text)] => parse_ip(text)?,
        [_, Value::Opaque(opaque)] => match &**opaque {
            Opaque::Ip(ip) => *ip,
            _ => return Err(call.no_overload("containsIP")),
        },
        _ => return Err(call.no_overload("containsIP")),
    };
    let holds = net.is_ipv4() == ip.is_ipv4() && masked(net, bits) == masked(ip, bits);
    Ok(Value::Bool(holds))
}

fn contains_cidr<'a>(call: Call<'_, 'a>) -> Result<Value<'a>, Error> {
    let (net, bits) = block(&call, "containsCIDR")?;
    let (other, other_bits) = match call.args {
        [_, Value::String(text)] => parse_cidr(text)?,
        [_, Value::Opaque(opaque)] => match &**opaque {
            Opaque::Cidr(ip, bits) => (*ip, *bits),
            _ => return Err(call.no_overload("containsCIDR")),
        },
        _ => return Err(call.no_overload("containsCIDR")),
    };
    let holds = net.is_ipv4() == other.is_ipv4()
        && bits <= other_bits
        && masked(net, bits) == masked(other, bits);
    Ok(Value::Bool(holds))
}
