//! Tokens to requirements. The grammar is upstream's:
//!
//! ```text
//! selector    = [ requirement { "," requirement } ]
//! requirement = "!" key | key [ operator ]
//! operator    = ( "in" | "notin" ) "(" [ value ] { "," [ value ] } ")"
//!             | ( "=" | "==" | "!=" | ">" | "<" ) [ value ]
//! ```

use super::lexer::{Lexer, Token};
use super::requirement::{Operator, Requirement};
use crate::validation::field::{ErrorList, FieldError, Path};
use crate::validation::names::label_key;

/// A text that is not a label selector.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseSelectorError {
    /// Between the requirements stands something else than a comma.
    #[error("found '{found}', expected: {expected}")]
    Unexpected {
        /// What was found.
        found: String,
        /// What was looked for.
        expected: &'static str,
    },
    /// A requirement is broken off or has a part out of place.
    #[error("unable to parse requirement: found '{found}', expected: {expected}")]
    BrokenRequirement {
        /// What was found.
        found: String,
        /// What was looked for.
        expected: &'static str,
    },
    /// `in` or `notin` is not followed by a parenthesis.
    #[error("unable to parse requirement: found '{found}' expected: '('")]
    MissingParenthesis {
        /// What was found.
        found: String,
    },
    /// No label can have this key.
    #[error("unable to parse requirement: {0}")]
    Key(FieldError),
    /// The parts of a requirement do not fit together.
    #[error("unable to parse requirement: {0}")]
    Requirement(ErrorList),
}

const OPERATORS: &str = "in, notin, =, ==, !=, gt, lt";

pub(super) fn parse(text: &str) -> Result<Vec<Requirement>, ParseSelectorError> {
    let mut lexer = Lexer::new(text);
    let mut requirements = Vec::new();
    let expected = "!, identifier, or 'end of string'";
    match lexer.peek() {
        Token::End => return Ok(requirements),
        Token::Word(_) | Token::Not => {}
        other => return Err(unexpected(other, expected)),
    }
    loop {
        requirements.push(requirement(&mut lexer)?);
        match lexer.next() {
            Token::End => return Ok(requirements),
            Token::Comma => {}
            other => return Err(unexpected(other, "',' or 'end of string'")),
        }
        match lexer.peek() {
            Token::Word(_) | Token::Not => {}
            other => return Err(unexpected(other, "identifier after ','")),
        }
    }
}

fn unexpected(found: Token<'_>, expected: &'static str) -> ParseSelectorError {
    ParseSelectorError::Unexpected { found: found.text().to_owned(), expected }
}

fn broken(found: Token<'_>, expected: &'static str) -> ParseSelectorError {
    ParseSelectorError::BrokenRequirement { found: found.text().to_owned(), expected }
}

fn requirement(lexer: &mut Lexer<'_>) -> Result<Requirement, ParseSelectorError> {
    let mut token = lexer.next();
    let negated = token == Token::Not;
    if negated {
        token = lexer.next();
    }
    let Token::Word(key) = token else { return Err(broken(token, "identifier")) };
    let faults = label_key(key);
    if !faults.is_empty() {
        let error = FieldError::invalid(&Path::root(), key, faults.join("; "));
        return Err(ParseSelectorError::Key(error));
    }
    let (operator, values) = if negated {
        (Operator::DoesNotExist, Vec::new())
    } else if matches!(lexer.peek(), Token::End | Token::Comma) {
        (Operator::Exists, Vec::new())
    } else {
        restriction(lexer)?
    };
    Requirement::new(key, operator, values).map_err(ParseSelectorError::Requirement)
}

fn restriction(lexer: &mut Lexer<'_>) -> Result<(Operator, Vec<String>), ParseSelectorError> {
    let operator = match lexer.next() {
        Token::Word("in") => Operator::In,
        Token::Word("notin") => Operator::NotIn,
        Token::Equals => Operator::Equals,
        Token::DoubleEquals => Operator::DoubleEquals,
        Token::NotEquals => Operator::NotEquals,
        Token::Greater => Operator::GreaterThan,
        Token::Less => Operator::LessThan,
        other => return Err(broken(other, OPERATORS)),
    };
    let mut values = match operator {
        Operator::In | Operator::NotIn => value_set(lexer)?,
        _ => vec![exact_value(lexer)?],
    };
    values.sort_unstable();
    values.dedup();
    Ok((operator, values.into_iter().map(str::to_owned).collect()))
}

/// Values between parentheses; where there is none between two commas, the empty one is meant.
fn value_set<'a>(lexer: &mut Lexer<'a>) -> Result<Vec<&'a str>, ParseSelectorError> {
    match lexer.next() {
        Token::Open => {}
        other => {
            let found = other.text().to_owned();
            return Err(ParseSelectorError::MissingParenthesis { found });
        }
    }
    let mut values = Vec::new();
    if !matches!(lexer.peek(), Token::Word(_) | Token::Comma | Token::Close) {
        return Err(broken(lexer.peek(), "',', ')' or identifier"));
    }
    loop {
        if let Token::Word(value) = lexer.peek() {
            lexer.next();
            values.push(value);
            match lexer.next() {
                Token::Comma => {}
                Token::Close => return Ok(values),
                other => return Err(broken(other, "',' or ')'")),
            }
        } else {
            values.push("");
            match lexer.next() {
                Token::Comma => {}
                Token::Close => return Ok(values),
                other => return Err(broken(other, "',', or identifier")),
            }
        }
    }
}

fn exact_value<'a>(lexer: &mut Lexer<'a>) -> Result<&'a str, ParseSelectorError> {
    if matches!(lexer.peek(), Token::End | Token::Comma) {
        return Ok("");
    }
    match lexer.next() {
        Token::Word(value) => Ok(value),
        other => Err(broken(other, "identifier")),
    }
}
