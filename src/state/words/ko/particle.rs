//! Particles, which depend on the last sound of what they stand behind.

/// How a word ends, as it is read aloud.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Vowel,
    /// The consonant ㄹ, behind which 로 stands as behind a vowel
    L,
    Consonant,
}

/// The word with 와 or 과: “and”, “with”.
pub(super) fn and(word: &str) -> String {
    behind(word, "와", "과")
}

/// The word with 는 or 은: of whom something is said.
pub(super) fn topic(word: &str) -> String {
    behind(word, "는", "은")
}

/// The word with 를 or 을: to whom something is done.
pub(super) fn object(word: &str) -> String {
    behind(word, "를", "을")
}

/// The word with 로 or 으로: by what, or to where.
pub(super) fn by(word: &str) -> String {
    match end(word) {
        End::Consonant => format!("{word}으로"),
        End::Vowel | End::L => format!("{word}로"),
    }
}

fn behind(word: &str, vowel: &str, consonant: &str) -> String {
    let particle = match end(word) {
        End::Vowel => vowel,
        End::L | End::Consonant => consonant,
    };
    format!("{word}{particle}")
}

/// How the last letter or digit of a word is read; brackets and quotes behind it are not.
fn end(word: &str) -> End {
    let read = |letter: &char| letter.is_alphanumeric() || "∞%".contains(*letter);
    match word.chars().rev().find(read) {
        Some(letter @ '가'..='힣') => match (letter as u32 - '가' as u32) % 28 {
            0 => End::Vowel,
            8 => End::L,
            _ => End::Consonant,
        },
        // 일, 칠, 팔
        Some('1' | '7' | '8' | '₁') => End::L,
        // 영 and 십, 백, 천, 만; 삼; 육
        Some('0' | '3' | '6') => End::Consonant,
        // 엘, 알
        Some('l' | 'L' | 'r' | 'R') => End::L,
        // 엠, 엔
        Some('m' | 'M' | 'n' | 'N') => End::Consonant,
        // 이, 사, 오, 구; 무한대, 퍼센트; other letters
        _ => End::Vowel,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_korean() {
        let read = [
            "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "1,000",
        ]
        .map(and);
        let said = [
            "0과", "1과", "2와", "3과", "4와", "5와", "6과", "7과", "8과", "9와", "10과", "1,000과",
        ];
        assert_eq!(read, said);
        assert_eq!(
            [by("1"), by("2"), by("3"), by("8"), by("0.5")],
            ["1로", "2로", "3으로", "8로", "0.5로"]
        );
        assert_eq!(
            [subject("1e−6"), subject("∞"), topic("50 %")],
            ["1e−6이", "∞가", "50 %는"]
        );
    }

    #[test]
    fn hangul_ends_as_it_is_written() {
        assert_eq!(
            [object("평균"), object("편차"), object("배열")],
            ["평균을", "편차를", "배열을"]
        );
        assert_eq!(
            [by("평균"), by("편차"), by("배열")],
            ["평균으로", "편차로", "배열로"]
        );
        assert_eq!([topic("“데이터”"), topic("“값”")], ["“데이터”는", "“값”은"]);
    }

    #[test]
    fn names_are_read_by_their_last_letter() {
        let read = [
            "acts.npy",
            "GroupNorm",
            "BatchNorm2d(6)",
            "FRN",
            "PyTorch",
            "x.pdf",
        ]
        .map(topic);
        assert_eq!(
            read,
            [
                "acts.npy가",
                "GroupNorm이",
                "BatchNorm2d(6)이",
                "FRN이",
                "PyTorch가",
                "x.pdf가"
            ]
        );
    }
}
