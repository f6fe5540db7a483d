namespace Hub.EndToEnd.Tests.Infrastructure;

/// <summary>A fact that needs Node.js and the packages of <c>interop/package-lock.json</c>; skipped with its reason where they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactIfNodeAttribute : FactAttribute
{
    public FactIfNodeAttribute()
    {
        if (!Directory.Exists(Path.Combine(Repository.Interop, "node_modules", "@grpc", "grpc-js")))
        {
            Skip = "@grpc/grpc-js is missing: run npm ci in tests/Hub.EndToEnd.Tests/interop";
        }
    }
}
