//! The lines of Python that read a file.

use super::{DATA, Stored, has_end, quoted};

impl Stored {
    /// The lines of a program that leave the tensor under the name `data`, and what they import.
    pub(in crate::tensor) fn python(&self) -> (Vec<String>, String) {
        let numpy = "import numpy as np".to_owned();
        let (name, key) = (quoted(&self.names[0]), quoted(&self.key));
        let is = |ends: &[&str]| ends.iter().any(|end| has_end(&self.names[0], end));
        let (import, read) = if self.is_images() {
            let names: Vec<_> = self.names.iter().map(|name| quoted(name)).collect();
            let read = format!(
                "torch.stack([read_image(name, ImageReadMode.RGB) for name in [{}]]).float()",
                names.join(", ")
            );
            let import = "from torchvision.io import ImageReadMode, read_image";
            (import.to_owned(), read)
        } else if is(&[".safetensors"]) {
            let import = "from safetensors.torch import load_file".to_owned();
            (import, format!("load_file({name})[{key}].float()"))
        } else if is(&[".csv", ".tsv", ".txt", ".dat"]) {
            ("import pandas as pd".to_owned(), self.table(&name))
        } else if self.key.is_empty() {
            (numpy, from_numpy(&format!("np.load({name})")))
        } else {
            (numpy, from_numpy(&format!("np.load({name})[{key}]")))
        };
        (vec![import], format!("{DATA} = {read}"))
    }

    /// With pandas, which skips comments and blank lines before a head as the page does.
    fn table(&self, name: &str) -> String {
        let separator = match self.delimiter {
            ' ' => "r\"\\s+\"".to_owned(),
            delimiter => format!("{:?}", delimiter.to_string()),
        };
        // Between semicolons and tabs a comma may be that of a number.
        let decimal = match self.delimiter {
            ';' | '\t' => ", decimal=\",\"",
            _ => "",
        };
        let head = if self.has_head { "0" } else { "None" };
        format!(
            "torch.tensor(pd.read_csv({name}, sep={separator}{decimal}, header={head}, comment=\"#\", float_precision=\"round_trip\").to_numpy(\"float32\"))"
        )
    }
}

/// Whatever type the file has, in whatever order of bytes and of axes.
fn from_numpy(array: &str) -> String {
    format!("torch.from_numpy({array}.astype(\"float32\"))")
}
