//! The type itself: its two forms and the plain questions about it.

use std::cmp::Ordering;

use super::decimal::Decimal;
use super::format::{Format, MILLI};

/// An exact amount of a resource: `500m`, `2`, `64Mi`, `12e6`.
///
/// Equality and order are those of the value: `1Ki` equals `1024`. A parsed text that upstream
/// would print back unchanged (`1.5Gi` is not one, `0.001k` neither, `+5` is) is printed back
/// unchanged until the value is changed.
///
/// # Example
/// ```
/// use bowline_apimachinery::quantity::Quantity;
///
/// let mut memory: Quantity = "1.5Gi".parse()?;
/// assert_eq!(memory.to_string(), "1536Mi");
/// memory += &"512Mi".parse()?;
/// assert_eq!(memory.value(), 2 << 30);
/// # Ok::<(), bowline_apimachinery::quantity::ParseQuantityError>(())
/// ```
///
/// Upstream: `apimachinery/pkg/api/resource/quantity.go`.
#[derive(Clone)]
pub struct Quantity {
    pub(super) form: Form,
}

/// Where the digits are.
#[derive(Clone)]
pub(super) enum Form {
    /// `value` times 10^`scale`.
    Small {
        format: Format,
        scale: i32,
        value: i64,
        /// The text to print, where it is not the canonical one.
        spelling: Option<Box<Spelling>>,
    },
    /// A number that 64 bits do not hold, or that was made by an operation that did not try.
    Big { format: Format, decimal: Box<Decimal> },
}

/// A text as it was parsed, behind one thin pointer.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Spelling(pub(super) Box<str>);

impl Quantity {
    /// A whole number.
    pub const fn new(value: i64, format: Format) -> Self {
        Self::small(value, 0, format)
    }

    /// A number of thousandths, such as millicores.
    pub const fn new_milli(value: i64, format: Format) -> Self {
        Self::small(value, MILLI, format)
    }

    /// `value` times 10^`scale`, in decimal spelling. Scales far from zero cost memory as soon as
    /// the value meets one of another scale, a byte for two digits.
    pub const fn new_scaled(value: i64, scale: i32) -> Self {
        Self::small(value, scale, Format::DecimalSI)
    }

    pub(super) const fn small(value: i64, scale: i32, format: Format) -> Self {
        Self { form: Form::Small { format, scale, value, spelling: None } }
    }

    pub(super) fn big(decimal: Decimal, format: Format) -> Self {
        Self { form: Form::Big { format, decimal: Box::new(decimal) } }
    }

    /// How the quantity is spelled.
    pub const fn format(&self) -> Format {
        match self.form {
            Form::Small { format, .. } | Form::Big { format, .. } => format,
        }
    }

    /// The same value in another spelling.
    #[must_use]
    pub fn with_format(mut self, new: Format) -> Self {
        match &mut self.form {
            Form::Small { format, spelling, .. } => {
                *format = new;
                *spelling = None;
            }
            Form::Big { format, .. } => *format = new,
        }
        self
    }

    /// Whether the value is nothing.
    pub fn is_zero(&self) -> bool {
        self.sign().is_eq()
    }

    /// How the value compares with zero.
    pub fn sign(&self) -> Ordering {
        match &self.form {
            Form::Small { value, .. } => value.cmp(&0),
            Form::Big { decimal, .. } => decimal.sign(),
        }
    }

    /// The value as a number of any size.
    pub(super) fn to_decimal(&self) -> Decimal {
        match &self.form {
            Form::Small { value, scale, .. } => Decimal::from_i64(*value, *scale),
            Form::Big { decimal, .. } => Decimal::clone(decimal),
        }
    }
}

impl Default for Quantity {
    /// Zero. The first quantity that is added to it gives it its format.
    fn default() -> Self {
        Self::new(0, Format::DecimalSI)
    }
}

impl From<i64> for Quantity {
    fn from(value: i64) -> Self {
        Self::new(value, Format::DecimalSI)
    }
}

impl From<i32> for Quantity {
    fn from(value: i32) -> Self {
        Self::from(i64::from(value))
    }
}
