using System.Text.Json;

namespace Hub.Workflows.Tests.Engine;

/// <summary>The definitions of the public Elsa cases.</summary>
internal static class ElsaFiles
{
    /// <summary>Their files, in order; none where the cases are not here, which the skipped <c>ElsaCaseTests</c> tell.</summary>
    public static IReadOnlyList<string> Definitions() => TestData.Find("elsa-cases") is not { } folder
        ? []
        : [.. Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Where(IsDefinition).Order(StringComparer.Ordinal)];

    private static bool IsDefinition(string file)
    {
        if (Path.GetFileName(file) is "expected.json" or "index.json")
        {
            return false;
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(file), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("root", out _);
    }
}
