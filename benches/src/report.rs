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
    /// How often ours goes into the peer's: above 1 ours is smaller, faster, better.
    #[must_use]
    pub fn ratio(&self) -> Option<f64> {
        self.peer.map(|peer| peer / self.ours)
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
