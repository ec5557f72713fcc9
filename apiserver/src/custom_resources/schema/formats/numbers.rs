//! Numbers with check digits.

use super::patterns;

fn digits(text: &str) -> Vec<u32> {
    text.chars().filter_map(|c| c.to_digit(10)).collect()
}

fn without_separators(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

pub(super) fn is_isbn10(text: &str) -> bool {
    let text = without_separators(text);
    if text.len() != 10 || !text.is_ascii() {
        return false;
    }
    let (body, check) = text.split_at(9);
    if !body.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let sum: u32 = (1..).zip(digits(body)).map(|(weight, digit)| weight * digit).sum();
    let check = match check {
        "X" => 10,
        digit => match digit.parse::<u32>() {
            Ok(digit) => digit,
            Err(_) => return false,
        },
    };
    (sum + 10 * check).is_multiple_of(11)
}

pub(super) fn is_isbn13(text: &str) -> bool {
    let text = without_separators(text);
    if text.len() != 13 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let weights = [1, 3].into_iter().cycle();
    let sum: u32 = weights.zip(digits(&text)).map(|(weight, digit)| weight * digit).sum();
    sum.is_multiple_of(10)
}

pub(super) fn is_credit_card(text: &str) -> bool {
    let digits = digits(text);
    let plain: String = digits.iter().map(u32::to_string).collect();
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, digit)| match (i % 2, digit * 2) {
            (0, _) => *digit,
            (_, doubled) if doubled > 9 => doubled - 9,
            (_, doubled) => doubled,
        })
        .sum();
    patterns::is_match(&patterns::CARD, &plain) && sum.is_multiple_of(10)
}
