using Hub.JsonSchema.Compilation;

namespace Hub.JsonSchema.Formats;

internal static class FormatCatalogue
{
    public static (FormatCheck Check, string? Example)? Find(string name, Draft draft) => null;
}
