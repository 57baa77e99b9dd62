using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Concord.Lab;
using Concord.Lab.Data;
using Concord.Tests.Golden;
using Xunit;

namespace Concord.Tests.House;

/// <summary>Which part may use which, and what public types promise.</summary>
public sealed partial class DependencyTests
{
    // A folder may use itself, those listed, and Concord.Tensors.
    private static readonly (string Folder, string[] May)[] Layers =
    [
        ("Concord.Tensors", []),
        ("Concord.Sheaves", []),
        ("Concord.Learning", []),
        ("Concord.Coordination", ["Concord.Sheaves", "Concord.Learning"]),
        ("Concord.Predictive", ["Concord.Coordination", "Concord.Sheaves", "Concord.Learning"]),
        ("Concord.Thought", ["Concord.Learning"]),
        ("Concord.Lab",
            ["Concord.Sheaves", "Concord.Coordination", "Concord.Predictive", "Concord.Thought", "Concord.Learning"]),
        ("Concord.Cli", ["Concord.Lab", "Concord.Sheaves", "Concord.Coordination", "Concord.Learning"]),
    ];

    // MathNet decomposes dense matrices for diagnostics, behind one file; nothing that is trained passes through it.
    private static readonly (string Project, string Package)[] Packages =
    [
        ("Concord.Tensors", "System.Numerics.Tensors"),
        ("Concord", "MathNet.Numerics"),
        ("Concord.Lab", "System.IO.Hashing"),
        ("Concord.Cli", "System.CommandLine"),
        ("Concord.Cli", "Spectre.Console"),
    ];

    [Fact]
    public void Folders_use_only_what_lies_below_them()
    {
        var broken =
            from file in Sources.All()
            where file.Path.StartsWith("src", StringComparison.Ordinal)
            let layer = Layers.FirstOrDefault(l => Folder(file.Path).StartsWith(l.Folder, StringComparison.Ordinal))
            from line in file.Lines
            let used = Using().Match(line)
            where used.Success
            let name = used.Groups[1].Value
            where !new[] { layer.Folder, "Concord.Tensors" }.Concat(layer.May ?? [])
                .Any(may => name == may || name.StartsWith(may + ".", StringComparison.Ordinal))
            select $"{file.Path} uses {name}";
        Assert.Equal([], broken);
    }

    [Fact]
    public void Parts_use_those_packages_only_that_are_listed()
    {
        var source = Path.Combine(SharedData.Repository()!, "src");
        var used =
            from project in Directory.EnumerateFiles(source, "*.csproj", SearchOption.AllDirectories)
            from line in File.ReadAllLines(project)
            let package = Package().Match(line)
            where package.Success
            select (Path.GetFileNameWithoutExtension(project), package.Groups[1].Value);
        Assert.Equal(Packages.Order(), used.Order());
        Assert.Equal(
            ["SingularForm.cs"],
            from file in Sources.All()
            where file.Path.StartsWith("src", StringComparison.Ordinal)
            where file.Lines.Any(line => line.StartsWith("using MathNet", StringComparison.Ordinal))
            select Path.GetFileName(file.Path));
    }

    [Fact]
    public void Public_fields_do_not_change()
    {
        var broken =
            from type in PublicTypes()
            from field in type.GetFields(
                BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            where !field.IsInitOnly && !field.IsLiteral
            select $"{type.FullName}.{field.Name}";
        Assert.Equal([], broken);
    }

    [Fact]
    public void Records_are_options_and_options_do_not_change()
    {
        var broken =
            from type in PublicTypes()
            where type.GetMethod("<Clone>$") != null
            from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            where property.SetMethod is { IsPublic: true } set
                && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit))
            select $"{type.FullName}.{property.Name}";
        Assert.Equal([], broken);
    }

    [Fact]
    public void Every_task_model_and_data_set_has_a_page()
    {
        var docs = Path.Combine(SharedData.Repository()!, "docs");
        var text = string.Concat(
            Directory.EnumerateFiles(docs, "*.md", SearchOption.AllDirectories).Select(File.ReadAllText));
        foreach (var task in Catalog.Tasks)
        {
            Assert.Contains($"`{task.Name}`", text, StringComparison.Ordinal);
            foreach (var model in task.Models)
                Assert.Contains($"`{model.Name}`", text, StringComparison.Ordinal);
        }
        foreach (var data in DataSets.All)
            Assert.Contains($"`{data.Name}`", text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_folder_is_called_common_or_helpers() =>
        Assert.DoesNotContain(Sources.All(), file => Banned().IsMatch(file.Path));

    private static IEnumerable<Type> PublicTypes() =>
        new[] { typeof(global::Concord.Tensors.Tensor), typeof(global::Concord.Sheaves.Sheaf), typeof(Catalog) }
            .SelectMany(of => of.Assembly.GetExportedTypes())
            .Where(type => !type.IsEnum && !typeof(Delegate).IsAssignableFrom(type));

    private static string Folder(string path) =>
        Path.GetDirectoryName(path)!.Replace(Path.DirectorySeparatorChar, '.')["src.".Length..]
            .Replace("Concord.Concord", "Concord", StringComparison.Ordinal);

    [GeneratedRegex(@"^using (?:static )?(?:\w+ = )?(Concord[\w.]*);")]
    private static partial Regex Using();

    [GeneratedRegex(@"<PackageReference Include=""([\w.]+)""")]
    private static partial Regex Package();

    [GeneratedRegex(@"[\\/](Common|Utils|Helpers)[\\/]")]
    private static partial Regex Banned();
}
