//! What containers use, from `/proc`.

use std::collections::BTreeMap;

use bowline_apimachinery::time::MicroTime;

use super::group::after_name;
use crate::runtime::ContainerStats;

/// The kernel's ticks are a hundredth of a second to programs, on all machines that matter.
const NANOS_PER_TICK: u64 = 10_000_000;
/// The size of a page of memory.
fn page_size() -> u64 {
    rustix::param::page_size() as u64
}

/// What each process group uses now, by its leader.
pub(super) fn by_group(now: MicroTime) -> BTreeMap<i32, ContainerStats> {
    let mut groups: BTreeMap<i32, ContainerStats> = BTreeMap::new();
    let Ok(entries) = std::fs::read_dir("/proc") else { return groups };
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name();
        let is_process = name.to_string_lossy().bytes().all(|byte| byte.is_ascii_digit());
        if !is_process {
            continue;
        }
        let Ok(stat) = std::fs::read_to_string(entry.path().join("stat")) else { continue };
        let Some((group, cpu_nanos, memory)) = read_stat(&stat) else { continue };
        let stats = groups.entry(group).or_default();
        stats.at = Some(now);
        stats.cpu_nanos += cpu_nanos;
        stats.working_set_bytes += memory;
        stats.processes += 1;
    }
    groups
}

/// Group, CPU time and memory of a process.
fn read_stat(stat: &str) -> Option<(i32, u64, u64)> {
    let fields: Vec<&str> = after_name(stat)?.split(' ').collect();
    let number = |index: usize| fields.get(index)?.parse::<u64>().ok();
    let group = fields.get(2)?.parse().ok()?;
    let ticks = number(11)? + number(12)?;
    Some((group, ticks * NANOS_PER_TICK, number(21)? * page_size()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_uses_something() {
        let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
        let (group, _, memory) = read_stat(&stat).unwrap();
        assert!(memory > 0);
        let stats = by_group(MicroTime::from_unix_micros(1));
        assert!(stats[&group].processes >= 1);
    }
}
