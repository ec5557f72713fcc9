//! Process groups of the host, through `/proc` and signals.

use rustix::process::{Pid, Signal};

/// The start time of a process in the kernel's ticks since boot; `None` if it does not run.
pub(super) fn start_ticks(pid: i32) -> Option<u64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let fields = after_name(&stat)?;
    // A zombie has ended, and waits only for somebody to notice.
    if fields.starts_with('Z') {
        return None;
    }
    fields.split(' ').nth(19)?.parse().ok()
}

/// What follows the program's name, which may hold blanks and parentheses itself.
pub(super) fn after_name(stat: &str) -> Option<&str> {
    stat.rsplit_once(") ").map(|(_, rest)| rest)
}

/// Whether the process of that number is still the one that started then.
pub(super) fn is_alive(pid: i32, ticks: u64) -> bool {
    start_ticks(pid) == Some(ticks)
}

/// Sends a signal to all processes of a group; that it is gone is no error.
pub(super) fn signal_group(leader: i32, signal: Signal) {
    let Some(pid) = Pid::from_raw(leader) else { return };
    if let Err(error) = rustix::process::kill_process_group(pid, signal)
        && error != rustix::io::Errno::SRCH
    {
        tracing::debug!(leader, %error, "a process group was not signalled");
    }
}

/// The signal of that name, with or without `SIG`; `SIGTERM` for none.
pub(super) fn signal_named(name: &str) -> Signal {
    match name.strip_prefix("SIG").unwrap_or(name) {
        "HUP" => Signal::HUP,
        "INT" => Signal::INT,
        "QUIT" => Signal::QUIT,
        "USR1" => Signal::USR1,
        "USR2" => Signal::USR2,
        "KILL" => Signal::KILL,
        "ALARM" | "ALRM" => Signal::ALARM,
        "WINCH" => Signal::WINCH,
        _ => Signal::TERM,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processes_are_known_by_their_start() {
        let me = i32::try_from(std::process::id()).unwrap();
        let ticks = start_ticks(me).unwrap();
        assert!(is_alive(me, ticks));
        assert!(!is_alive(me, ticks + 1));
        assert_eq!(start_ticks(i32::MAX), None);
        assert_eq!(after_name("1 (a) b) S 2"), Some("S 2"));
        assert_eq!(signal_named("SIGINT"), Signal::INT);
        assert_eq!(signal_named(""), Signal::TERM);
    }
}
