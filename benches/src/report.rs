//! A measurement and how it is shown.

use serde_json::{Value, json};

/// One figure of ours, and the peer's in the same run where there is one.
#[derive(Clone, Debug)]
pub struct Measurement {
    /// What was measured.
    pub name: String,
    /// Our figure.
    pub ours: f64,
    /// The peer's figure.
    pub peer: Option<f64>,
    /// Unit of both.
    pub unit: &'static str,
    /// How large the input was (objects, bytes), as the name says.
    pub size: usize,
}

impl Measurement {
    /// How many times better ours is: above 1 it is the smaller cost, or the greater rate.
    #[must_use]
    pub fn ratio(&self) -> Option<f64> {
        let is_rate = self.unit.ends_with("/s");
        self.peer.map(|peer| if is_rate { self.ours / peer } else { peer / self.ours })
    }

    /// The measurement as a JSON line has it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "name": self.name,
            "ours": self.ours,
            "peer": self.peer,
            "ratio": self.ratio(),
            "unit": self.unit,
            "size": self.size,
        })
    }
}

/// Resident bytes of this process, as Linux tells them; 0 elsewhere.
#[must_use]
pub fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|rest| rest.trim().split(' ').next()?.parse::<usize>().ok());
    kilobytes.unwrap_or(0) * 1024
}

/// Writes a measurement to standard output: a row of the table, or a JSON line.
pub fn print(measurement: &Measurement, as_json: bool) {
    if as_json {
        println!("{}", measurement.to_json());
        return;
    }
    let number = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |v| format!("{v:.2}"));
    println!(
        "{:<44} {:>12.2} {:>12} {:>8}x {}",
        measurement.name,
        measurement.ours,
        number(measurement.peer),
        number(measurement.ratio()),
        measurement.unit,
    );
}

/// Writes the table's head, unless lines of JSON are wanted.
pub fn head(as_json: bool) {
    if !as_json {
        println!("{:<44} {:>12} {:>12} {:>9} unit", "measurement", "ours", "peer", "ratio");
    }
}
