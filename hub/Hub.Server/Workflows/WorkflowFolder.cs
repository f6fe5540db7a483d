using Hub.Workflows.Definitions;
using Hub.Workflows.Files;

namespace Hub.Server.Workflows;

/// <summary>
/// A folder of workflows: <c>NAME/workflow.json</c> or <c>NAME.json</c>, each with its layout beside it (<c>workflow.layout.json</c>,
/// <c>NAME.layout.json</c>) where there is one.
/// </summary>
internal static class WorkflowFolder
{
    public const string FileName = "workflow.json";

    private const string LayoutEnd = ".layout.json";

    /// <summary>The workflow files of a folder and of its subfolders one level down, in the order of their names.</summary>
    public static IReadOnlyList<string> Files(string folder) =>
    [
        .. Directory.EnumerateDirectories(folder).Select(sub => Path.Combine(sub, FileName)).Where(File.Exists)
            .Concat(Directory.EnumerateFiles(folder, "*.json").Where(file => !file.EndsWith(LayoutEnd, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Where the layout of a workflow file lies.</summary>
    public static string LayoutOf(string file) => Path.ChangeExtension(file, LayoutEnd);

    /// <summary>Reads a workflow file with its layout. One that names no definition is named after its folder, or after itself.</summary>
    /// <exception cref="DefinitionException">One of the two cannot be read.</exception>
    public static async Task<WorkflowDefinition> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var workflow = await File.ReadAllBytesAsync(file, cancellationToken);
        DefinitionPublisher.RequireText(workflow);
        var definition = WorkflowFile.Read(workflow, await ReadLayoutAsync(LayoutOf(file), cancellationToken));
        return definition.DefinitionId.Length > 0 ? definition : definition with { DefinitionId = NameOf(file) };
    }

    private static async Task<ReadOnlyMemory<byte>> ReadLayoutAsync(string file, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            return default;
        }

        var layout = await File.ReadAllBytesAsync(file, cancellationToken);
        try
        {
            DefinitionPublisher.RequireText(layout);
        }
        catch (DefinitionException error)
        {
            throw new DefinitionException(error.Place, $"{Path.GetFileName(file)}: {error.Text.English}", $"{Path.GetFileName(file)} : {error.Text.French}");
        }

        return layout;
    }

    private static string NameOf(string file) => Path.GetFileName(file) == FileName && Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))) is { Length: > 0 } folder
        ? folder
        : Path.GetFileNameWithoutExtension(file);
}
