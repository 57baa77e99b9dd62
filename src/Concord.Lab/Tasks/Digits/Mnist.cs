using Concord.Lab.Data;

namespace Concord.Lab.Tasks.Digits;

/// <summary>MNIST from its four idx files: 60,000 handwritten digits to train on and 10,000 to test on.</summary>
/// <remarks>LeCun, Cortes and Burges, "The MNIST database of handwritten digits", 1998.</remarks>
public static class Mnist
{
    private const string TrainImages = "train-images-idx3-ubyte", TrainLabels = "train-labels-idx1-ubyte";
    private const string TestImages = "t10k-images-idx3-ubyte", TestLabels = "t10k-labels-idx1-ubyte";

    private static readonly string[] Names = [TrainImages, TrainLabels, TestImages, TestLabels];

    /// <summary>What can be downloaded, and from where.</summary>
    public static DataSet Source { get; } = new(
        "mnist",
        "70,000 handwritten digits of 28x28 pixels; LeCun, Cortes, Burges, CC BY-SA 3.0 as usually quoted",
        [
            new($"{TrainImages}.gz", 9_912_422, 47_040_016,
                "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
            new($"{TrainLabels}.gz", 28_881, 60_008,
                "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
            new($"{TestImages}.gz", 1_648_877, 7_840_016,
                "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
            new($"{TestLabels}.gz", 4_542, 10_008,
                "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
        ],
        [
            new("https://ossci-datasets.s3.amazonaws.com/mnist/"),
            new("https://storage.googleapis.com/cvdf-datasets/mnist/"),
        ])
    {
        Find = () => Find(),
    };

    /// <summary>The digits to train on, in the order of the files.</summary>
    /// <param name="folder">Holds the files, each packed (.gz) or not, as <see cref="MnistFiles"/> finds them.</param>
    /// <exception cref="InvalidDataException">A file is damaged, or images and labels differ in number.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static DigitSet Train(string folder) => Read(folder, TrainImages, TrainLabels);

    /// <summary>The digits to test on, in the order of the files.</summary>
    /// <inheritdoc cref="Train"/>
    public static DigitSet Test(string folder) => Read(folder, TestImages, TestLabels);

    /// <summary>A folder that holds MNIST, or its files to test on alone.</summary>
    /// <param name="folder">
    /// The folder that must hold them; null for the first that does of <c>data/mnist</c> and
    /// <c>../shared/data/mnist</c>, seen from the current folder, then from the program's and those above it. A folder
    /// with all four files comes before one with the files to test on.
    /// </param>
    /// <returns>The folder; null where none was named and none is found.</returns>
    /// <exception cref="IOException">The folder that was named is missing, or a file to test on in it.</exception>
    /// <exception cref="InvalidDataException">A file was named instead of a folder.</exception>
    public static string? Find(string? folder = null)
    {
        if (folder == null)
            return DataFolders.Of(Source.Name).FirstOrDefault(place => Has(place, Names))
                ?? DataFolders.Of(Source.Name).FirstOrDefault(place => Has(place, [TestImages, TestLabels]));
        if (File.Exists(folder))
            throw new InvalidDataException(
                $"MNIST must be given as the folder that holds its files, but {folder} is {MnistFiles.Kind(folder)}.");
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"The folder with MNIST must exist, but {folder} is missing.");
        foreach (var name in (string[])[TestImages, TestLabels])
            MnistFiles.Need(folder, name);
        return folder;
    }

    private static bool Has(string folder, string[] names) =>
        Directory.Exists(folder) && Array.TrueForAll(names, name => MnistFiles.Find(folder, name) != null);

    private static DigitSet Read(string folder, string images, string labels)
    {
        string imageFile = MnistFiles.Need(folder, images), labelFile = MnistFiles.Need(folder, labels);
        var (height, width, pixels) = IdxFile.Images(imageFile);
        var digits = IdxFile.Labels(labelFile);
        var count = pixels.Length / (height * width);
        return digits.Length == count
            ? DigitSet.Of(height, width, pixels, digits)
            : throw new InvalidDataException(
                $"{labelFile} must hold a label for each of the {count} images of {imageFile}, "
                + $"but holds {digits.Length}.");
    }
}
