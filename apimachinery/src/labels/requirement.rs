//! One condition of a selector.

use std::fmt;

use crate::validation::field::{ErrorList, FieldError, Path};
use crate::validation::names::{label_key, label_value};

/// How the value of a label is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operator {
    /// The label is absent: `!key`.
    DoesNotExist,
    /// The label has that value: `key=value`.
    Equals,
    /// The same, spelled `key==value`.
    DoubleEquals,
    /// The label has one of the values: `key in (a,b)`.
    In,
    /// The label is absent or has another value: `key!=value`.
    NotEquals,
    /// The label is absent or has none of the values: `key notin (a,b)`.
    NotIn,
    /// The label is present: `key`.
    Exists,
    /// The label is a whole number greater than the value: `key>1`.
    GreaterThan,
    /// The label is a whole number less than the value: `key<1`.
    LessThan,
}

impl Operator {
    /// Upstream's name of the operator.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DoesNotExist => "!",
            Self::Equals => "=",
            Self::DoubleEquals => "==",
            Self::In => "in",
            Self::NotEquals => "!=",
            Self::NotIn => "notin",
            Self::Exists => "exists",
            Self::GreaterThan => "gt",
            Self::LessThan => "lt",
        }
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A condition on one label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    key: String,
    operator: Operator,
    values: Vec<String>,
}

impl Requirement {
    /// A condition whose key and values are checked.
    ///
    /// # Errors
    /// With all faults: a key or value that no label can have, too many or too few values for the
    /// operator, a bound that is not a whole number.
    pub fn new(
        key: impl Into<String>,
        operator: Operator,
        values: Vec<String>,
    ) -> Result<Self, ErrorList> {
        let key = key.into();
        let mut errors = ErrorList::new();
        let faults = label_key(&key);
        if !faults.is_empty() {
            errors.push(FieldError::invalid(&Path::new("key"), key.as_str(), faults.join("; ")));
        }
        let path = Path::new("values");
        if let Some(detail) = wrong_count(operator, values.len()) {
            errors.push(FieldError::invalid(&path, values.clone(), detail));
        }
        for (index, value) in values.iter().enumerate() {
            let path = path.index(index);
            if operator.compares_numbers() && value.parse::<i64>().is_err() {
                let detail = "for 'Gt', 'Lt' operators, the value must be an integer";
                errors.push(FieldError::invalid(&path, value.as_str(), detail));
            }
        }
        for (index, value) in values.iter().enumerate() {
            let faults = label_value(value);
            if !faults.is_empty() {
                let path = path.index(index);
                let path = path.key(&key);
                errors.push(FieldError::invalid(&path, value.as_str(), faults.join("; ")));
            }
        }
        errors.into_result(Self { key, operator, values })
    }

    /// The condition that a label has a value; neither is checked.
    pub(super) fn equals(key: &str, value: &str) -> Self {
        let values = vec![value.to_owned()];
        Self { key: key.to_owned(), operator: Operator::Equals, values }
    }

    /// The label's key.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// How the value is compared.
    pub fn operator(&self) -> Operator {
        self.operator
    }

    /// The values, as they were given.
    pub fn values(&self) -> &[String] {
        &self.values
    }

    /// Whether a label with that value, or the lack of the label, satisfies the condition.
    pub fn matches(&self, label: Option<&str>) -> bool {
        match self.operator {
            Operator::In | Operator::Equals | Operator::DoubleEquals => {
                label.is_some_and(|label| self.has_value(label))
            }
            Operator::NotIn | Operator::NotEquals => {
                !label.is_some_and(|label| self.has_value(label))
            }
            Operator::Exists => label.is_some(),
            Operator::DoesNotExist => label.is_none(),
            Operator::GreaterThan => self.bound(label).is_some_and(|(label, bound)| label > bound),
            Operator::LessThan => self.bound(label).is_some_and(|(label, bound)| label < bound),
        }
    }

    fn has_value(&self, label: &str) -> bool {
        self.values.iter().any(|value| value == label)
    }

    /// The label and the value as numbers, if they are.
    fn bound(&self, label: Option<&str>) -> Option<(i64, i64)> {
        let [value] = self.values.as_slice() else { return None };
        Some((label?.parse().ok()?, value.parse().ok()?))
    }
}

impl Operator {
    fn compares_numbers(self) -> bool {
        matches!(self, Self::GreaterThan | Self::LessThan)
    }
}

fn wrong_count(operator: Operator, count: usize) -> Option<&'static str> {
    let (fits, message) = match operator {
        Operator::In | Operator::NotIn => {
            (count > 0, "for 'in', 'notin' operators, values set can't be empty")
        }
        Operator::Equals | Operator::DoubleEquals | Operator::NotEquals => {
            (count == 1, "exact-match compatibility requires one single value")
        }
        Operator::Exists | Operator::DoesNotExist => {
            (count == 0, "values set must be empty for exists and does not exist")
        }
        Operator::GreaterThan | Operator::LessThan => {
            (count == 1, "for 'Gt', 'Lt' operators, exactly one value is required")
        }
    };
    if fits { None } else { Some(message) }
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut values: Vec<&str> = self.values.iter().map(String::as_str).collect();
        values.sort_unstable();
        let (key, values) = (&self.key, values.join(","));
        match self.operator {
            Operator::Exists => write!(f, "{key}"),
            Operator::DoesNotExist => write!(f, "!{key}"),
            Operator::Equals => write!(f, "{key}={values}"),
            Operator::DoubleEquals => write!(f, "{key}=={values}"),
            Operator::NotEquals => write!(f, "{key}!={values}"),
            Operator::GreaterThan => write!(f, "{key}>{values}"),
            Operator::LessThan => write!(f, "{key}<{values}"),
            Operator::In => write!(f, "{key} in ({values})"),
            Operator::NotIn => write!(f, "{key} notin ({values})"),
        }
    }
}
