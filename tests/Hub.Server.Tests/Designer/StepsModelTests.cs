using Hub.Server.Tests.Architecture;
using Hub.Server.Tests.Packaging;
using Xunit.Abstractions;

namespace Hub.Server.Tests.Designer;

/// <summary>The changes that the page of a workflow's steps makes, run by Node without a browser.</summary>
public sealed class StepsModelTests(ITestOutputHelper output)
{
    [FactIfProgram("node", "nodejs")]
    public async Task Changes_AnyToAnyWorkflow_LeaveItWhole()
    {
        var test = Path.Combine(Repository.Root, "tests", "Hub.Server.Tests", "Designer", "steps-model.test.mjs");
        var model = Path.Combine(Repository.Root, "designer", "pages", "steps-model.js");

        var (exitCode, said, error) = await Tool.RunAsync("node", [test, model]);

        Assert.True(exitCode == 0, error);
        output.WriteLine(said);
    }
}
