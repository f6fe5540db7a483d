using Hub.Connectors.CitizenRelations.Cases;
using Hub.Connectors.CitizenRelations.Grc;
using Hub.Connectors.Sdk.Manifest;

namespace Hub.Connectors.Tests.CitizenRelations;

/// <summary>The manifests of the connectors that belong together here: what the code may answer is what the manifest promises.</summary>
public class ManifestTests
{
    [Theory]
    [InlineData("CitizenRelations", new[] { "openCase", "updateCase", "closeCase", "readCase", "findDuplicates" })]
    [InlineData("PayFip", new[] { "requestPayment", "readPayment", "payment.settled", "payment.debitedTwice" })]
    public void Read_OurManifests_AreWholeAndEachOperationHasAnExample(string connector, string[] operations)
    {
        var manifest = ManifestReader.Read(Path.Combine(Root(), "connectors", connector, "connector.yaml"));

        Assert.Equal(operations, manifest.Spec.Operations.Select(operation => operation.Name));
        Assert.All(manifest.Spec.Operations, operation => Assert.NotEmpty(operation.Examples));
        Assert.True(File.Exists(Path.Combine(Root(), "connectors", connector, manifest.Metadata.Icon)));
    }

    [Fact]
    public void Errors_OfEachCaseFailure_AreInTheManifest()
    {
        var manifest = ManifestReader.Read(Path.Combine(Root(), "connectors", "CitizenRelations", "connector.yaml"));
        var promised = manifest.Find("openCase")!.Errors.Concat(manifest.Find("updateCase")!.Errors).ToLookup(error => error.Code);
        CaseFailure[] failures =
        [
            CaseFailure.Invalid("", ""), CaseFailure.Unavailable(""), CaseFailure.Late(TimeSpan.FromSeconds(1)), GrcClient.ReferenceTaken, GrcClient.UnknownCase,
        ];

        Assert.All(failures, failure => Assert.Equal(failure.Retryable, Assert.Single(promised[failure.Code].Select(error => error.Retryable).Distinct())));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Hub.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Hub.sln was not found above the tests.");
        }

        return folder.FullName;
    }
}
