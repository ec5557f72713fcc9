//! Azure's trace for packing of 2020: its tables `vmType` and `vm`, exported as CSV with names in
//! the first line (`sqlite3 -header -csv packing_trace_zone_a_v1.sqlite 'select * from vm'`).
//!
//! A type asks for shares of a machine, which may differ by machine; the greatest share of each
//! counts, and all machines are alike: those of the [options](super::TraceOptions). Times are
//! days, and may lie before the beginning. `priority` 0 is the low one; tenants become users.

use std::collections::BTreeMap;
use std::io::BufRead;

use super::pods::{Amounts, node, pod};
use super::rows::read;
use super::{Trace, TraceError, TraceOptions, seconds};
use crate::simulation::scenario::{Job, NodeEvent};

const DAY: f64 = 86_400.0;

/// Reads both tables.
///
/// # Errors
/// When a file cannot be read, lacks a column, or has no usable row.
pub fn load(
    types: &mut dyn BufRead,
    machines: &mut dyn BufRead,
    options: &TraceOptions,
) -> Result<Trace, TraceError> {
    let mut trace = Trace::default();
    let mut skipped = 0;
    let mut shares = BTreeMap::<String, (f64, f64)>::new();
    read("vmType", types, &[], &["vmTypeId", "core", "memory"], &mut |row| {
        let (Some(id), Some(core), Some(memory)) =
            (row.text("vmTypeId"), row.number("core"), row.number("memory"))
        else {
            skipped += 1;
            return;
        };
        let known = shares.entry(id.to_owned()).or_default();
        *known = (known.0.max(core), known.1.max(memory));
    })?;
    let needed = ["vmId", "vmTypeId", "starttime"];
    read("vm", machines, &[], &needed, &mut |row| {
        let share = row.text("vmTypeId").and_then(|id| shares.get(id));
        let (Some(id), Some((core, memory)), Some(start)) =
            (row.text("vmId"), share, row.number("starttime"))
        else {
            skipped += 1;
            return;
        };
        let amounts = Amounts {
            cpu_milli: core * options.cores * 1000.0,
            memory: memory * options.memory,
            gpu_milli: 0.0,
        };
        let user = row.text("tenantId").unwrap_or("azure");
        let mut pod = pod(&format!("vm-{id}"), &format!("tenant-{user}"), amounts);
        pod.spec.priority = Some(row.number("priority").unwrap_or(0.0) as i32);
        let runs = row.number("endtime").map(|end| seconds((end - start).max(0.0) * DAY));
        trace.jobs.push(Job { arrives: seconds(start * DAY), pod, runs });
    })?;
    let whole =
        Amounts { cpu_milli: options.cores * 1000.0, memory: options.memory, gpu_milli: 0.0 };
    for index in 0..options.nodes {
        let node = node(&format!("machine-{index:05}"), whole);
        trace.nodes.push((seconds(0.0), NodeEvent::Joins(Box::new(node))));
    }
    trace.skipped = skipped;
    if trace.jobs.is_empty() {
        return Err(TraceError::Empty { table: "vm" });
    }
    Ok(trace)
}
