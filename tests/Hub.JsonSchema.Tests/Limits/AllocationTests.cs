namespace Hub.JsonSchema.Tests.Limits;

public sealed class AllocationTests
{
    [Fact]
    public void IsValid_ValidDocument_AllocatesNothing()
    {
        var registry = new SchemaRegistry();
        foreach (var file in Directory.GetFiles(Repository.Folder("schemas"), "schema.json", SearchOption.AllDirectories))
        {
            registry.Add("", File.ReadAllBytes(file));
        }

        var validator = registry.Compile("urn:hub:schema:school:canteen-registration:1.0.0", new SchemaOptions { AssertFormats = true });
        var document = File.ReadAllBytes(Repository.Folder("schemas/school/canteen-registration/v1/examples/valid/trois-enfants-quotient-inconnu.json"));
        using var parsed = System.Text.Json.JsonDocument.Parse(document);
        for (var i = 0; i < 200; i++)
        {
            Assert.True(validator.IsValid(document));
            Assert.True(validator.IsValid(parsed.RootElement));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var valid = 0;
        for (var i = 0; i < 1000; i++)
        {
            valid += validator.IsValid(document) ? 1 : 0;
            valid += validator.IsValid(parsed.RootElement) ? 1 : 0;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(2000, valid);
    }
}
