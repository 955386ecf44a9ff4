//! Labels, headings and buttons.

use crate::state::words::Label;

/// A short text.
pub fn label(label: Label) -> &'static str {
    match label {
        Label::Explore => "Explore",
        Label::Compare => "Compare",
        Label::Training => "Training",
        Label::Lessons => "Lessons",
        Label::Share => "Share",
        Label::Shared => "Link copied",
        Label::Export => "Export",
        Label::ExportHint => {
            "Files are made in your browser; pictures, videos and table carry the link that shows the same"
        }
        Label::ExportTitle => "Pictures and tensors as files",
        Label::Picture => "Picture",
        Label::PictureOf => "Of",
        Label::PictureLabels => "Labels",
        Label::PictureGround => "Background",
        Label::PictureScale => "Pixel scale",
        Label::Video => "Video",
        Label::NoVideo => "This browser cannot encode videos of this picture",
        Label::VideoFailed => "The video cannot be made: the browser's encoder failed",
        Label::StandsStill => "No video: this picture is the same at every stage",
        Label::AllTensors => "All tensors (.npz)",
        Label::CheckingProgram => "Program that checks them (.py)",
        Label::SetsTable => "Table of sets (.csv)",
        Label::Present => "Present",
        Label::Light => "Light",
        Label::Dark => "Dark",
        Label::Method => "Method",
        Label::Tensor => "Tensor",
        Label::Shape => "Shape",
        Label::Values => "Values of x",
        Label::Recipe => "Recipe",
        Label::Seed => "Seed",
        Label::NewSeed => "New seed",
        Label::Layer => "Layer",
        Label::Groups => "Groups G",
        Label::Epsilon => "Epsilon",
        Label::Weight => "Weight γ",
        Label::Bias => "Bias β",
        Label::PerChannelHint => "One number, or one per channel: 1, 2, 0.5",
        Label::Momentum => "Momentum",
        Label::TrackRunningStats => "Keep running averages",
        Label::Mode => "Mode",
        Label::Train => "Train",
        Label::Eval => "Eval",
        Label::NextBatch => "Next batch",
        Label::Forget => "Start over",
        Label::RunningMean => "Running mean, batch by batch",
        Label::RunningVariance => "Running variance, batch by batch",
        Label::AxisRescales => {
            "The axis changes its scale from stage to stage, for one scale would leave x̂ too narrow"
        }
        Label::TooManyRows => {
            "Too many rows to draw: all values together, and the row of the pinned element, each on its own scale"
        }
        Label::AllValues => "all",
        Label::BarsStep => {
            "These bars step from stage to stage: values of one row move by different amounts"
        }
        Label::Poke => "Poke",
        Label::PokeHeading => "Poke one value: type another, or add 3 σ",
        Label::PokeButton => "Adds three standard deviations of its set",
        Label::PokeHint => "Pin a cell, then change its value and see who moves",
        Label::PokeValue => "New value of x",
        Label::Unpoke => "Undo poke",
        Label::Arrangement => "Axes",
        Label::Color => "Colour",
        Label::ByValue => "By value",
        Label::BySet => "By set",
        Label::ColoursRepeat => "Seven colours in turn: the same colour again is another set",
        Label::Cut => "Cut away",
        Label::NoCut => "No cut",
        Label::CutAxis => "Cut",
        Label::ResetView => "Reset view",
        Label::TurnLeft => "Turn left",
        Label::TurnRight => "Turn right",
        Label::TiltUp => "Tilt up",
        Label::TiltDown => "Tilt down",
        Label::ZoomIn => "Zoom in",
        Label::ZoomOut => "Zoom out",
        Label::Play => "Play",
        Label::Pause => "Pause",
        Label::Step => "Step",
        Label::Stage => "Stage",
        Label::Speed => "Speed",
        Label::Slow => "Slow",
        Label::Normal => "Normal",
        Label::Fast => "Fast",
        Label::Formula => "Formula",
        Label::FormulaHint => "Click a cell to put its numbers in",
        Label::SelectedSet => "Selected set",
        Label::Element => "Element",
        Label::SetSize => "Set size",
        Label::Mean => "Mean",
        Label::Variance => "Variance",
        Label::MeanSquare => "Mean square",
        Label::BatchMean => "Batch mean",
        Label::BatchVariance => "Batch variance",
        Label::BatchMeanSquare => "Batch mean square",
        Label::ValuesPerSet => "values per set",
        Label::Sets => "sets",
        Label::LearntValues => "learnt parameters",
        Label::RunningValues => "running values",
        Label::DistributionBefore => "Distribution before",
        Label::DistributionAfter => "Distribution after",
        Label::Distributions => "Distributions",
        Label::By => "A row for each",
        Label::PyTorch => "PyTorch",
        Label::Code => "Code",
        Label::CopyPyTorch => "Copy PyTorch code",
        Label::CopyFlax => "Copy Flax code",
        Label::CopyKeras => "Copy Keras code",
        Label::Copied => "Copied",
        Label::SelectAndCopy => "Selected; press Ctrl+C to copy",
        Label::PastePyTorch => "Paste PyTorch",
        Label::PasteField => "PyTorch as it stands in a notebook",
        Label::PasteHint => "Or a table of numbers. It is read and not run, and stays on this page",
        Label::PastedTable => "Table",
        Label::DragValue => "Drag sideways, or press the up and down keys in the field",
        Label::NothingPasted => "No call of a normalization is in this text",
        Label::Calls => "Calls",
        Label::NotCalled => "not called here",
        Label::OverLength => "x over its length, which is √n times its root mean square",
        Label::HistoryLost => {
            "called before on other batches, which y does not depend on; the running averages do"
        }
        Label::NoSeed => {
            "Without torch.manual_seed PyTorch draws other numbers each time; here the seed of this page draws them"
        }
        Label::SameSets => "The same sets",
        Label::LargestDifference => "max |Δ| of y",
        Label::ByDefinition => "in float64",
        Label::StillDifferent => "What still differs",
        Label::RandomValues => "γ, β at random",
        Label::Controls => "Controls",
        Label::Close => "Close",
        Label::FreeAxes => "Each axis",
        Label::Kept => "kept",
        Label::SharedAxis => "shared",
        Label::Split => "split in",
        Label::FigureKeys => {
            "Arrow keys move the pinned cell, with Shift they turn the cube; plus and minus zoom; Enter pins, Escape unpins"
        }
        Label::DigitsHint => "The digits have 8 rows and 8 columns",
        Label::Written => "Written by hand",
        Label::WrittenHint => "A written tensor has the shape it is written in",
        Label::WrittenNote => {
            "In PyTorch's words, as in arange(24).reshape(2,3,2,2) or randn(4,6)*5+10"
        }
        Label::OpenFile => "Open a file…",
        Label::DropFile => "Drop .npy, .npz, .safetensors, a table or images",
        Label::ReadingFile => "Reading the file",
        Label::Cancel => "Cancel",
        Label::ImageChannels => "Channels",
        Label::FindTensor => "Find a tensor by name",
        Label::FileAxes => "Axes of the file",
        Label::FileHint => "A tensor from a file has as many elements as it has there",
        Label::FromFile => "From a file",
        Label::OpenFileHint => {
            "NumPy, safetensors, a table or images; the values stay on this computer"
        }
        Label::LinkTrouble => "This link could not be used as a whole",
        Label::Computing => "Computing",
        Label::NoDigits => {
            "The images of digits could not be loaded. Check the connection, and choose them again"
        }
        Label::NoWebGl => {
            "Drawn without WebGL2, which this browser lacks: the same picture, turning less smoothly"
        }
        Label::Numbers => "Numbers",
        Label::ExitPresent => "End presenting",
        Label::NextPanel => "Next panel (key P)",
        Label::OpenInExplore => "Open in Explore",
    }
}

/// The same after a number, in the singular after 1.
pub fn counted(what: Label, count: usize) -> &'static str {
    match (what, count) {
        (Label::ValuesPerSet, 1) => "value per set",
        (Label::Sets, 1) => "set",
        (Label::LearntValues, 1) => "learnt parameter",
        (Label::RunningValues, 1) => "running value",
        _ => label(what),
    }
}
