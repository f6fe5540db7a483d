using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hub.Connectors.Sdk.Manifest;

/// <summary>What must hold for a manifest beyond its shape. The hub's lint checks more; this is what a connector cannot start without.</summary>
internal static partial class ManifestChecks
{
    public static IReadOnlyList<string> Check(ConnectorManifest manifest)
    {
        var mistakes = new List<string>();
        Expect(manifest.ApiVersion == ConnectorManifest.SupportedApiVersion, $"apiVersion must be {ConnectorManifest.SupportedApiVersion} and is \"{manifest.ApiVersion}\".");
        Expect(manifest.Kind == "Connector", $"kind must be Connector and is \"{manifest.Kind}\".");
        Expect(Name().IsMatch(manifest.Metadata.Name), $"metadata.name must be lower case letters, digits and hyphens, at most 63, and is \"{manifest.Metadata.Name}\".");
        Expect(SemanticVersion().IsMatch(manifest.Metadata.Version), $"metadata.version must be a semantic version like 1.2.0 and is \"{manifest.Metadata.Version}\".");
        ExpectBoth(manifest.Metadata.Title, "metadata.title");
        ExpectBoth(manifest.Metadata.Description, "metadata.description");
        Expect(manifest.Spec.Transport is "grpc" or "kafka" or "http", $"spec.transport must be grpc, kafka or http and is \"{manifest.Spec.Transport}\".");
        Expect(manifest.Spec.Operations.Count > 0, "spec.operations must name at least one operation.");
        foreach (var twice in manifest.Spec.Operations.GroupBy(operation => operation.Name).Where(group => group.Count() > 1))
        {
            mistakes.Add($"spec.operations names \"{twice.Key}\" {twice.Count()} times; a name may occur once.");
        }

        for (var i = 0; i < manifest.Spec.Operations.Count; i++)
        {
            CheckOperation(manifest.Spec.Operations[i], $"spec.operations[{i}]");
        }

        return mistakes;

        void CheckOperation(ManifestOperation operation, string place)
        {
            Expect(OperationName().IsMatch(operation.Name), $"{place}.name must start with a letter and hold letters, digits, dots, hyphens and underscores; it is \"{operation.Name}\".");
            ExpectBoth(operation.Title, $"{place}.title");
            Expect(operation.Input is null or JsonObject, $"{place}.input must be a JSON Schema or an object with $ref.");
            Expect(operation.Output is null or JsonObject, $"{place}.output must be a JSON Schema or an object with $ref.");
            Expect(operation.Kind != OperationKind.Event || operation.Output is null, $"{place}.output must be absent: nobody answers an event.");
            Expect(operation.Timeout is null || operation.Timeout > TimeSpan.Zero, $"{place}.timeout must be positive.");
            Expect(operation.Retry is null or { Max: >= 0 }, $"{place}.retry.max must not be negative.");
            foreach (var error in operation.Errors)
            {
                Expect(error.Code.Length > 0, $"{place}.errors holds one without a code.");
                ExpectBoth(error.Meaning, $"{place}.errors[{error.Code}].meaning");
            }
        }

        void Expect(bool holds, string mistake)
        {
            if (!holds)
            {
                mistakes.Add(mistake);
            }
        }

        void ExpectBoth(BilingualText text, string place) =>
            Expect(text.Fr.Length > 0 && text.En.Length > 0, $"{place} must have a French (fr) and an English (en) text.");
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,62}$", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9._-]{0,127}$", RegexOptions.NonBacktracking)]
    private static partial Regex OperationName();

    [GeneratedRegex(@"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$", RegexOptions.NonBacktracking)]
    private static partial Regex SemanticVersion();
}
