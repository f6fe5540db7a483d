using System.Reflection;
using System.Xml.Linq;

namespace Hub.Server.Tests.Architecture;

/// <summary>Keeps the arrows of <c>hub/docs/architecture.md</c>: which project may reference which, and which folder of the server may use which.</summary>
public class ArrowTests
{
    // The composition: it wires the features, and no feature names it.
    private static readonly string[] Composition = ["Cli", "Demo", "Storage"];

    private static readonly Dictionary<string, string[]> MayUse = ReadTable();

    private static readonly Dictionary<string, string[]> ProjectMayReference = new()
    {
        ["hub/Hub.JsonSchema/Hub.JsonSchema.csproj"] = [],
        ["hub/Hub.Expressions/Hub.Expressions.csproj"] = [],
        ["hub/Hub.Workflows/Hub.Workflows.csproj"] = ["Hub.Expressions"],
        ["hub/Hub.Grpc/Hub.Grpc.csproj"] = [],
        ["hub/Hub.Server/Hub.Server.csproj"] = ["Hub.Expressions", "Hub.Grpc", "Hub.JsonSchema", "Hub.Workflows"],
        ["connectors/Sdk/Hub.Connectors.Sdk.csproj"] = ["Hub.Grpc"],
        ["connectors/FranceConnect/FranceConnect.csproj"] = ["Hub.Connectors.Sdk"],
        ["connectors/CitizenRelations/CitizenRelations.csproj"] = ["Hub.Connectors.Sdk"],
        ["connectors/PayFip/PayFip.csproj"] = ["Hub.Connectors.Sdk"],
    };

    [Fact]
    public void Folders_OfTheServer_UseOnlyWhatTheTableAllows()
    {
        var wrong = typeof(HubOptions).Assembly.GetTypes()
            .Where(type => FolderOf(type) is { } folder && MayUse.ContainsKey(folder))
            .SelectMany(type => TypeUses.Of(type).Select(used => (User: type, Used: used)))
            .Where(pair => FolderOf(pair.Used) is { } used && used != FolderOf(pair.User) && !MayUse[FolderOf(pair.User)!].Contains(used))
            .Select(pair => $"{pair.User.FullName} uses {pair.Used.FullName}")
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToArray();

        Assert.True(wrong.Length == 0, $"Arrows against the table:{Environment.NewLine}{string.Join(Environment.NewLine, wrong)}");
    }

    [Fact]
    public void Folders_OfTheServer_AreAllInTheTable()
    {
        var folders = typeof(HubOptions).Assembly.GetTypes().Select(FolderOf).OfType<string>().Distinct().ToArray();

        Assert.Empty(folders.Except(MayUse.Keys).Except(Composition));
        Assert.Empty(MayUse.Keys.Except(folders));
    }

    [Fact]
    public void Projects_ReferenceOnlyWhatTheTableAllows()
    {
        var root = Repository.Root;

        foreach (var (project, allowed) in ProjectMayReference)
        {
            var references = XDocument.Load(Path.Combine(root, project)).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
            Assert.Empty(references.Except(allowed));
        }
    }

    // | `Folder` | what it owns | `What`, `It`, `MayUse` |
    private static Dictionary<string, string[]> ReadTable() =>
        File.ReadAllLines(Path.Combine(Repository.Root, "hub", "docs", "architecture.md"))
            .SkipWhile(line => !line.StartsWith("## Folders of the server", StringComparison.Ordinal))
            .TakeWhile(line => !line.StartsWith("## The path", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|'))
            .ToDictionary(cells => cells[1].Trim(' ', '`'), cells => cells[3].Split('`').Where((_, at) => at % 2 == 1).ToArray());

    private static string? FolderOf(Type type) => type.Namespace?.Split('.') is ["Hub", "Server", var folder, ..] ? folder : null;
}
