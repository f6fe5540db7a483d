namespace Hub.Grpc.Tests;

/// <summary>A test that needs another language's gRPC. Where it is missing the test is skipped, and the reason says how to get it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactIfToolAttribute : FactAttribute
{
    public FactIfToolAttribute(string tool)
    {
        Skip = tool switch
        {
            "grpcio" => ExternalPeer.MissingForPython(),
            "grpc-js" => ExternalPeer.MissingForNode(),
            _ => $"unknown tool {tool}",
        };
    }
}
