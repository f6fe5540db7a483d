namespace Hub.Workflows.Graph;

/// <summary>How names of descriptors are spelled in an activity's JSON.</summary>
internal static class JsonNames
{
    /// <summary>A PascalCase name in camelCase.</summary>
    public static string Camel(string name) => name.Length > 0 && char.IsUpper(name[0]) ? char.ToLowerInvariant(name[0]) + name[1..] : name;
}
