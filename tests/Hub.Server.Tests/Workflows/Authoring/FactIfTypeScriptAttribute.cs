using Hub.Server.Tests.Architecture;

namespace Hub.Server.Tests.Workflows.Authoring;

/// <summary>A test that runs the TypeScript compiler; skipped with the reason where it is not installed.</summary>
internal sealed class FactIfTypeScriptAttribute : FactAttribute
{
    public FactIfTypeScriptAttribute()
    {
        if (Node is null)
        {
            Skip = "NODE ABSENT: Node.js 20 or later is needed; the declarations for the designer's editor were NOT compiled.";
        }
        else if (!File.Exists(Compiler))
        {
            Skip = "TYPESCRIPT ABSENT: run npm ci in tests/Hub.Server.Tests/typescript; the declarations for the designer's editor were NOT compiled.";
        }
    }

    public static string? Node { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "node")).FirstOrDefault(File.Exists);

    public static string Compiler { get; } = Path.Combine(Repository.Root, "tests", "Hub.Server.Tests", "typescript", "node_modules", "typescript", "bin", "tsc");
}
