//! URLs in HTML: found by a scan that changes nothing else.
//!
//! It knows tags, attributes, comments and the two elements whose content is not markup; that is
//! what it takes to find attributes. Pages in another encoding than ASCII's supersets stay as they
//! are where it matters.
//!
//! Upstream: `rewriteHTML` in `staging/src/k8s.io/apimachinery/pkg/util/proxy/transport.go`.

use std::borrow::Cow;

/// Attributes that hold a URL, by element.
const URL_ATTRIBUTES: [(&str, &[&str]); 25] = [
    ("a", &["href"]),
    ("applet", &["codebase"]),
    ("area", &["href"]),
    ("audio", &["src"]),
    ("base", &["href"]),
    ("blockquote", &["cite"]),
    ("body", &["background"]),
    ("button", &["formaction"]),
    ("command", &["icon"]),
    ("del", &["cite"]),
    ("embed", &["src"]),
    ("form", &["action"]),
    ("frame", &["longdesc", "src"]),
    ("head", &["profile"]),
    ("html", &["manifest"]),
    ("iframe", &["longdesc", "src"]),
    ("img", &["longdesc", "src", "usemap"]),
    ("input", &["src", "usemap", "formaction"]),
    ("ins", &["cite"]),
    ("link", &["href"]),
    ("object", &["classid", "codebase", "data", "usemap"]),
    ("q", &["cite"]),
    ("script", &["src"]),
    ("source", &["src"]),
    ("video", &["poster", "src"]),
];

/// Puts each URL of `page` through `rewrite`.
pub(super) fn rewrite_urls(page: &str, rewrite: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(page.len() + page.len() / 8);
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        let (text, tag) = rest.split_at(start);
        out.push_str(text);
        if let Some(end) = tag.strip_prefix("<!--").map(|tag| tag.find("-->")) {
            let end = end.map_or(tag.len(), |end| "<!--".len() + end);
            let (comment, after) = tag.split_at(end);
            out.push_str(comment);
            rest = after;
            continue;
        }
        let name = tag_name(tag);
        if name.is_empty() {
            out.push('<');
            rest = tag.get(1..).unwrap_or_default();
            continue;
        }
        rest = copy_tag(tag, &name, &rewrite, &mut out);
        if name == "script" || name == "style" {
            let end = find_end_tag(rest, &name).unwrap_or(rest.len());
            let (content, after) = rest.split_at(end);
            out.push_str(content);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// The name of the start tag that `tag` begins with, in lower case; empty for anything else.
fn tag_name(tag: &str) -> String {
    let name = tag.strip_prefix('<').unwrap_or_default();
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(name.len());
    let name = name.get(..end).unwrap_or_default();
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name.to_ascii_lowercase()
    } else {
        String::new()
    }
}

/// Copies one start tag, rewriting its URLs, and returns what follows it.
fn copy_tag<'a>(
    tag: &'a str,
    name: &str,
    rewrite: &impl Fn(&str) -> String,
    out: &mut String,
) -> &'a str {
    let urls = URL_ATTRIBUTES.iter().find(|(element, _)| *element == name);
    let urls = urls.map(|(_, attributes)| *attributes).unwrap_or_default();
    let (head, mut rest) = tag.split_at(1 + name.len());
    out.push_str(head);
    loop {
        let skip = rest.find(|c: char| !c.is_ascii_whitespace() && c != '/').unwrap_or(rest.len());
        let (space, after) = rest.split_at(skip);
        out.push_str(space);
        if after.is_empty() {
            return after;
        }
        if let Some(after) = after.strip_prefix('>') {
            out.push('>');
            return after;
        }
        // A `=` in front belongs to the name, as browsers have it.
        let end = after
            .char_indices()
            .skip(1)
            .find(|(_, c)| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '='))
            .map_or(after.len(), |(index, _)| index);
        let (attribute, after) = after.split_at(end);
        out.push_str(attribute);
        rest = copy_value(after, out, |value| {
            let is_url = urls.iter().any(|url| attribute.eq_ignore_ascii_case(url));
            if is_url { Cow::Owned(rewrite_value(value, rewrite)) } else { Cow::Borrowed(value) }
        });
    }
}

/// Copies `= value` in whatever quotes, if it is there, and returns what follows.
fn copy_value<'a>(
    after: &'a str,
    out: &mut String,
    change: impl Fn(&str) -> Cow<'_, str>,
) -> &'a str {
    let trimmed = after.trim_start_matches(|c: char| c.is_ascii_whitespace());
    let Some(value) = trimmed.strip_prefix('=') else { return after };
    let value = value.trim_start_matches(|c: char| c.is_ascii_whitespace());
    let lead = after.len() - value.len();
    out.push_str(after.get(..lead).unwrap_or_default());
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (value, after) = match quote {
        Some(quote) => {
            out.push(quote);
            let value = value.get(1..).unwrap_or_default();
            let end = value.find(quote).unwrap_or(value.len());
            value.split_at(end)
        }
        None => {
            let end = value.find(|c: char| c.is_ascii_whitespace() || c == '>');
            value.split_at(end.unwrap_or(value.len()))
        }
    };
    out.push_str(&change(value));
    match quote.and_then(|quote| after.strip_prefix(quote)) {
        Some(after) => {
            out.extend(quote);
            after
        }
        None => after,
    }
}

/// URLs are written with `&amp;` for `&`; nothing else of the kind is common in them.
fn rewrite_value(value: &str, rewrite: &impl Fn(&str) -> String) -> String {
    let trimmed = value.trim();
    let rewritten = rewrite(&trimmed.replace("&amp;", "&"));
    if trimmed.contains("&amp;") { rewritten.replace('&', "&amp;") } else { rewritten }
}

/// Where the end tag of `name` starts.
fn find_end_tag(text: &str, name: &str) -> Option<usize> {
    text.match_indices("</").map(|(index, _)| index).find(|index| {
        let tail = text.get(index + 2..).unwrap_or_default();
        tail.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rewritten(page: &str) -> String {
        rewrite_urls(page, |url| match url.starts_with('/') {
            true => format!("/proxy{url}"),
            false => url.to_owned(),
        })
    }

    #[test]
    fn urls_are_found_and_nothing_else_is_touched() {
        let rows = [
            ("<a href=\"/x\">/y</a>", "<a href=\"/proxy/x\">/y</a>"),
            ("<A HREF='/x'>", "<A HREF='/proxy/x'>"),
            ("<img src=/x.png/>", "<img src=/proxy/x.png/>"),
            ("<img  alt='/no' src = \"/x\" >", "<img  alt='/no' src = \"/proxy/x\" >"),
            ("<p href=/x>", "<p href=/x>"),
            ("<a href=\"x\">", "<a href=\"x\">"),
            ("<a href=\"/x?a=1&amp;b=2\">", "<a href=\"/proxy/x?a=1&amp;b=2\">"),
            ("<!-- <a href=\"/x\"> --><a href=/y>", "<!-- <a href=\"/x\"> --><a href=/proxy/y>"),
            (
                "<script src=\"/x\">\"<a href=/y>\"</script><a href=/z>",
                "<script src=\"/proxy/x\">\"<a href=/y>\"</script><a href=/proxy/z>",
            ),
            ("<style>a{}</STYLE><a href=/x>", "<style>a{}</STYLE><a href=/proxy/x>"),
            ("</a href=/x>", "</a href=/x>"),
            ("1 < 2 <a href=/x>", "1 < 2 <a href=/proxy/x>"),
            ("<a disabled href=/x>", "<a disabled href=/proxy/x>"),
            ("<a title=\"a > b\" href=/x>", "<a title=\"a > b\" href=/proxy/x>"),
            ("<a href=\"/unclosed", "<a href=\"/proxy/unclosed"),
            ("<!-- never closed", "<!-- never closed"),
        ];
        for (page, want) in rows {
            assert_eq!(rewritten(page), want, "{page}");
        }
    }

    proptest! {
        #[test]
        fn a_scan_that_changes_no_url_changes_nothing(page in "[<>a-c/ =\"'!\\-shref&;äscript]{0,80}") {
            prop_assert_eq!(rewrite_urls(&page, str::to_owned).replace(char::is_whitespace, ""), page.replace(char::is_whitespace, ""));
        }
    }
}
