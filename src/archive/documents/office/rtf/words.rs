//! What the control words of rich text mean, as far as they matter for a text.

/// Where text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Place {
    /// Into the document.
    #[default]
    Text,
    /// Nowhere.
    Ignored,
    /// Nowhere, but for a text box in it.
    Shape,
    /// Twice: first in the code page, then in Unicode, which counts.
    Twice,
    Fonts,
    Styles,
    /// What the file says of itself, and the parts of that.
    Info,
    Title,
    Subject,
    Keywords,
    Created,
    Modified,
}

/// What a group is that begins with a control word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Destination {
    Place(Place),
    /// A text box.
    Box,
    /// A note.
    Note,
    /// The text in Unicode of what is given twice.
    Unicode,
}

/// The destination that a control word opens; `None` where it is none.
pub(super) fn destination(word: &str) -> Option<Destination> {
    Some(match word {
        "fonttbl" => Destination::Place(Place::Fonts),
        "stylesheet" => Destination::Place(Place::Styles),
        "info" => Destination::Place(Place::Info),
        "title" => Destination::Place(Place::Title),
        "subject" => Destination::Place(Place::Subject),
        "keywords" => Destination::Place(Place::Keywords),
        "creatim" => Destination::Place(Place::Created),
        "revtim" => Destination::Place(Place::Modified),
        "shpinst" | "do" => Destination::Place(Place::Shape),
        "shptxt" | "dptxbxtext" => Destination::Box,
        "footnote" => Destination::Note,
        "upr" => Destination::Place(Place::Twice),
        "ud" => Destination::Unicode,
        // Author, operator and company are accounts and licences.
        "author" | "operator" | "company" | "manager" | "category" | "comment" | "doccomm"
        | "hlinkbase" | "printim" | "buptim" => Destination::Place(Place::Ignored),
        "colortbl" | "filetbl" | "listtable" | "listoverridetable" | "revtbl" | "rsidtbl"
        | "generator" | "pict" | "nonshppict" | "objdata" | "objclass" | "objname" | "fldinst"
        | "header" | "headerl" | "headerr" | "headerf" | "footer" | "footerl" | "footerr"
        | "footerf" | "ftnsep" | "ftnsepc" | "ftncn" | "aftnsep" | "aftnsepc" | "aftncn"
        | "annotation" | "atnid" | "atnauthor" | "listtext" | "pntext" | "pn" | "pntxta"
        | "pntxtb" | "nonesttables" | "shprslt" | "xe" | "tc" | "tcn" | "rxe" | "txe"
        | "bkmkstart" | "bkmkend" | "template" | "private" | "falt" | "panose" | "fontemb"
        | "datafield" | "formfield" | "sp" | "bliptag" | "blipuid" | "themedata" | "datastore"
        | "latentstyles" | "colorschememapping" | "xmlnstbl" | "userprops" | "mmath" => {
            Destination::Place(Place::Ignored)
        }
        _ => return None,
    })
}

/// The sign that a control word stands for.
pub(super) fn sign(word: &str) -> Option<&'static str> {
    Some(match word {
        "lquote" => "\u{2018}",
        "rquote" => "\u{2019}",
        "ldblquote" => "\u{201c}",
        "rdblquote" => "\u{201d}",
        "bullet" => "\u{2022}",
        "endash" => "\u{2013}",
        "emdash" => "\u{2014}",
        "enspace" => "\u{2002}",
        "emspace" => "\u{2003}",
        "qmspace" => "\u{2005}",
        "zwj" => "\u{200d}",
        "zwnj" => "\u{200c}",
        "ltrmark" => "\u{200e}",
        "rtlmark" => "\u{200f}",
        _ => return None,
    })
}
