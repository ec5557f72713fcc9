//! Access to an object's fields by index, through safe code: one engine reads and writes them all.
//!
//! Each generated struct hands out field *i* as a [`Ref`] or [`Mut`]; codecs, patches, defaulting
//! and printing are written once over that and over the type's [`Descriptor`].

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt::Debug;

use crate::byte_string::ByteString;
use crate::descriptor::Descriptor;
use crate::int_or_string::IntOrString;
use crate::meta::TypeMeta;
use crate::quantity::Quantity;
use crate::raw_json::RawJson;
use crate::time::{Duration, MicroTime, Time};

/// A struct whose fields can be reached by their index in its [`Descriptor`].
pub trait Message: Any + Debug + Send + Sync {
    /// The table of the fields.
    fn descriptor(&self) -> &'static Descriptor;

    /// Field `index` to read; [`Ref::Null`] past the end.
    fn get(&self, index: usize) -> Ref<'_>;

    /// Field `index` to write.
    ///
    /// # Panics
    /// Past the end of the descriptor's fields: the caller holds the table.
    fn get_mut(&mut self, index: usize) -> Mut<'_>;

    /// A bit for each of the first 64 fields: unset where the field is absent, an empty list or an
    /// empty map. Set bits promise nothing: this spares encoders a look at what is not there.
    fn present(&self) -> u64 {
        u64::MAX
    }

    /// `kind` and `apiVersion`, for the few kinds that nest in others and keep them there.
    fn type_meta(&self) -> Option<&TypeMeta> {
        None
    }

    /// The same to write.
    fn type_meta_mut(&mut self) -> Option<&mut TypeMeta> {
        None
    }
}

impl dyn Message {
    /// The value as its concrete type.
    #[must_use]
    pub fn downcast_ref<T: Message>(&self) -> Option<&T> {
        (self as &dyn Any).downcast_ref()
    }

    /// The value as its concrete type, to change.
    #[must_use]
    pub fn downcast_mut<T: Message>(&mut self) -> Option<&mut T> {
        (self as &mut dyn Any).downcast_mut()
    }
}

/// A value to read.
#[derive(Debug)]
pub enum Ref<'a> {
    /// Absent.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer of 32 or 64 bits.
    Int(i64),
    /// A floating point number.
    Double(f64),
    /// A string or an open enum.
    Str(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
    /// Seconds.
    Time(Time),
    /// Microseconds.
    MicroTime(MicroTime),
    /// A span.
    Duration(Duration),
    /// A quantity.
    Quantity(&'a Quantity),
    /// An integer or a string.
    IntOrString(&'a IntOrString),
    /// JSON text.
    Raw(&'a RawJson),
    /// A message.
    Message(&'a dyn Message),
    /// A list.
    List(&'a dyn List),
    /// A map.
    Map(&'a dyn Map),
}

impl Ref<'_> {
    /// Go's notion of empty: what `omitempty` drops. Messages are never empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Ref::Null => true,
            Ref::Bool(b) => !b,
            Ref::Int(i) => *i == 0,
            Ref::Double(d) => *d == 0.0,
            Ref::Str(s) => s.is_empty(),
            Ref::Bytes(b) => b.is_empty(),
            Ref::List(l) => l.len() == 0,
            Ref::Map(m) => m.len() == 0,
            Ref::Raw(r) => r.is_empty(),
            _ => false,
        }
    }

    /// Whether the value, and everything in it, is zero: what `omitzero` drops.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        match self {
            Ref::Message(m) => is_zero(*m),
            Ref::Quantity(q) => **q == Quantity::default(),
            Ref::IntOrString(v) => **v == IntOrString::default(),
            Ref::Duration(d) => *d == Duration::default(),
            other => other.is_empty(),
        }
    }
}

/// Whether every field of the message is zero or absent.
#[must_use]
pub fn is_zero(message: &dyn Message) -> bool {
    let present = message.present();
    (0..message.descriptor().fields.len())
        .all(|i| !may_be_present(present, i) || message.get(i).is_zero())
}

/// Whether [`Message::present`] leaves it open that field `index` is there.
#[must_use]
pub fn may_be_present(present: u64, index: usize) -> bool {
    index >= 64 || present >> index & 1 == 1
}

/// A place to write.
#[derive(Debug)]
pub enum Mut<'a> {
    /// A boolean.
    Bool(&'a mut bool),
    /// A 32-bit integer.
    Int32(&'a mut i32),
    /// A 64-bit integer.
    Int64(&'a mut i64),
    /// A floating point number.
    Double(&'a mut f64),
    /// A string.
    Str(&'a mut String),
    /// An open enum.
    Enum(&'a mut dyn OpenEnum),
    /// Bytes.
    Bytes(&'a mut ByteString),
    /// Seconds.
    Time(&'a mut Time),
    /// Microseconds.
    MicroTime(&'a mut MicroTime),
    /// A span.
    Duration(&'a mut Duration),
    /// A quantity.
    Quantity(&'a mut Quantity),
    /// An integer or a string.
    IntOrString(&'a mut IntOrString),
    /// JSON text.
    Raw(&'a mut RawJson),
    /// A message.
    Message(&'a mut dyn Message),
    /// A list.
    List(&'a mut dyn List),
    /// A map.
    Map(&'a mut dyn Map),
    /// A value that may be absent.
    Optional(&'a mut dyn Optional),
}

/// A value that may be absent.
pub trait Optional: Debug {
    /// Puts the default there unless a value is present, and hands it out.
    fn insert(&mut self) -> Mut<'_>;
    /// The value, if present.
    fn get_mut(&mut self) -> Option<Mut<'_>>;
    /// Makes it absent.
    fn clear(&mut self);
}

/// A list of values of one type.
pub trait List: Debug {
    /// Number of items.
    fn len(&self) -> usize;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Item `index`; [`Ref::Null`] past the end.
    fn get(&self, index: usize) -> Ref<'_>;
    /// Item `index` to write; `None` past the end.
    fn get_mut(&mut self, index: usize) -> Option<Mut<'_>>;
    /// Appends a default item and hands it out.
    fn push(&mut self) -> Mut<'_>;
    /// Drops all items.
    fn clear(&mut self);
    /// Makes room for exactly so many further items.
    fn reserve(&mut self, _more: usize) {}
    /// Gives back room that no item fills: for when the last item is in.
    fn shrink(&mut self) {}
}

/// A map from strings to values of one type, in key order.
pub trait Map: Debug {
    /// Number of entries.
    fn len(&self) -> usize;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Whether the key is there.
    fn contains(&self, key: &str) -> bool;
    /// Visits the entries in key order; the visitor ends the walk by returning `false`.
    fn visit(&self, visitor: &mut dyn FnMut(&str, Ref<'_>) -> bool);
    /// Visits the entries in key order, to write.
    fn visit_mut(&mut self, visitor: &mut dyn FnMut(&str, Mut<'_>));
    /// Whether the values have fields, or hold what has.
    fn holds_messages(&self) -> bool {
        true
    }
    /// Puts a default at the key, replacing what was there, and hands it out.
    fn insert(&mut self, key: String) -> Mut<'_>;
    /// Drops all entries.
    fn clear(&mut self);
}

/// A string of known values that keeps unknown ones.
pub trait OpenEnum: Debug {
    /// The text on the wire; empty when unset.
    fn as_str(&self) -> &str;
    /// Takes the text from the wire.
    fn set(&mut self, text: &str);
}

/// A type that can stand in a field.
pub trait Reflect: Debug {
    /// Whether values have fields, or hold what has.
    const NESTS: bool = true;
    /// The value to read.
    fn reflect(&self) -> Ref<'_>;
    /// The value to write.
    fn reflect_mut(&mut self) -> Mut<'_>;
}

macro_rules! leaf {
    ($($ty:ty, $self:ident => $read:expr, $slot:ident;)*) => {$(
        impl Reflect for $ty {
            const NESTS: bool = false;
            fn reflect(&$self) -> Ref<'_> {
                $read
            }
            fn reflect_mut(&mut self) -> Mut<'_> {
                Mut::$slot(self)
            }
        }
    )*};
}

leaf! {
    bool, self => Ref::Bool(*self), Bool;
    i32, self => Ref::Int(i64::from(*self)), Int32;
    i64, self => Ref::Int(*self), Int64;
    f64, self => Ref::Double(*self), Double;
    String, self => Ref::Str(self), Str;
    ByteString, self => Ref::Bytes(&self.0), Bytes;
    Time, self => Ref::Time(*self), Time;
    MicroTime, self => Ref::MicroTime(*self), MicroTime;
    Duration, self => Ref::Duration(*self), Duration;
    Quantity, self => Ref::Quantity(self), Quantity;
    IntOrString, self => Ref::IntOrString(self), IntOrString;
    RawJson, self => Ref::Raw(self), Raw;
}

impl<T: Reflect + Default> Reflect for Option<T> {
    fn reflect(&self) -> Ref<'_> {
        self.as_ref().map_or(Ref::Null, Reflect::reflect)
    }
    fn reflect_mut(&mut self) -> Mut<'_> {
        Mut::Optional(self)
    }
}

impl<T: Reflect + Default> Optional for Option<T> {
    fn insert(&mut self) -> Mut<'_> {
        self.get_or_insert_with(T::default).reflect_mut()
    }
    fn get_mut(&mut self) -> Option<Mut<'_>> {
        self.as_mut().map(Reflect::reflect_mut)
    }
    fn clear(&mut self) {
        *self = None;
    }
}

impl<T: Reflect> Reflect for Box<T> {
    fn reflect(&self) -> Ref<'_> {
        (**self).reflect()
    }
    fn reflect_mut(&mut self) -> Mut<'_> {
        (**self).reflect_mut()
    }
}

impl<T: Reflect + Default> Reflect for Vec<T> {
    fn reflect(&self) -> Ref<'_> {
        Ref::List(self)
    }
    fn reflect_mut(&mut self) -> Mut<'_> {
        Mut::List(self)
    }
}

impl<T: Reflect + Default> List for Vec<T> {
    fn len(&self) -> usize {
        Vec::len(self)
    }
    fn get(&self, index: usize) -> Ref<'_> {
        <[T]>::get(self, index).map_or(Ref::Null, Reflect::reflect)
    }
    fn get_mut(&mut self, index: usize) -> Option<Mut<'_>> {
        <[T]>::get_mut(self, index).map(Reflect::reflect_mut)
    }
    fn push(&mut self) -> Mut<'_> {
        let at = Vec::len(self);
        if at == self.capacity() {
            // Most lists of an object have one item or few, and items can be wide.
            self.reserve_exact(at.max(1));
        }
        Vec::push(self, T::default());
        self[at].reflect_mut()
    }
    fn clear(&mut self) {
        Vec::clear(self);
    }
    fn reserve(&mut self, more: usize) {
        self.reserve_exact(more);
    }
    fn shrink(&mut self) {
        self.shrink_to_fit();
    }
}

impl<T: Reflect + Default> Reflect for BTreeMap<String, T> {
    fn reflect(&self) -> Ref<'_> {
        Ref::Map(self)
    }
    fn reflect_mut(&mut self) -> Mut<'_> {
        Mut::Map(self)
    }
}

impl<T: Reflect + Default> Map for BTreeMap<String, T> {
    fn len(&self) -> usize {
        BTreeMap::len(self)
    }
    fn contains(&self, key: &str) -> bool {
        self.contains_key(key)
    }
    fn visit(&self, visitor: &mut dyn FnMut(&str, Ref<'_>) -> bool) {
        for (key, value) in self {
            if !visitor(key, value.reflect()) {
                return;
            }
        }
    }
    fn visit_mut(&mut self, visitor: &mut dyn FnMut(&str, Mut<'_>)) {
        for (key, value) in self {
            visitor(key, value.reflect_mut());
        }
    }
    fn holds_messages(&self) -> bool {
        T::NESTS
    }
    fn insert(&mut self, key: String) -> Mut<'_> {
        let slot = self.entry(key).or_default();
        *slot = T::default();
        slot.reflect_mut()
    }
    fn clear(&mut self) {
        BTreeMap::clear(self);
    }
}

/// Implements [`Reflect`] and serde for a type that implements [`Message`].
///
/// Both serde directions delegate to the one engine in [`crate::codec`].
#[macro_export]
macro_rules! message {
    ($($ty:ident)*) => {$(
        impl $crate::reflect::Reflect for $ty {
            fn reflect(&self) -> $crate::reflect::Ref<'_> {
                $crate::reflect::Ref::Message(self)
            }
            fn reflect_mut(&mut self) -> $crate::reflect::Mut<'_> {
                $crate::reflect::Mut::Message(self)
            }
        }
        impl $crate::__private::Serialize for $ty {
            fn serialize<S: $crate::__private::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                $crate::codec::bridge::serialize(self, s)
            }
        }
        impl<'de> $crate::__private::Deserialize<'de> for $ty {
            fn deserialize<D: $crate::__private::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let mut value = Self::default();
                $crate::codec::bridge::deserialize(&mut value, d)?;
                Ok(value)
            }
        }
    )*};
}

/// Defines an open string enum: `open_enum!(/// doc\n Protocol { Tcp = "TCP", ... })`.
#[macro_export]
macro_rules! open_enum {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            /// Not given.
            #[default]
            Unset,
            $(#[doc = concat!("`", $text, "`")] $variant,)*
            /// A value this release does not know.
            Other(String),
        }
        impl $name {
            /// The known values, in wire form.
            pub const VALUES: &'static [&'static str] = &[$($text),*];

            /// The text on the wire; empty when unset.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    Self::Unset => "",
                    $(Self::$variant => $text,)*
                    Self::Other(text) => text,
                }
            }

            /// Whether no value was given.
            #[must_use]
            pub fn is_unset(&self) -> bool {
                matches!(self, Self::Unset)
            }
        }
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    "" => Self::Unset,
                    $($text => Self::$variant,)*
                    other => Self::Other(other.to_owned()),
                }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl $crate::reflect::OpenEnum for $name {
            fn as_str(&self) -> &str {
                $name::as_str(self)
            }
            fn set(&mut self, text: &str) {
                *self = text.into();
            }
        }
        impl $crate::reflect::Reflect for $name {
            fn reflect(&self) -> $crate::reflect::Ref<'_> {
                $crate::reflect::Ref::Str(self.as_str())
            }
            fn reflect_mut(&mut self) -> $crate::reflect::Mut<'_> {
                $crate::reflect::Mut::Enum(self)
            }
        }
        impl $crate::__private::Serialize for $name {
            fn serialize<S: $crate::__private::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }
        impl<'de> $crate::__private::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as $crate::__private::Deserialize>::deserialize(d)?;
                Ok((&*text).into())
            }
        }
    };
}
