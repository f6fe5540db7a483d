using Xunit.Abstractions;

namespace Hub.JsonSchema.Tests.Json;

/// <summary>The public JSON parsing test suite: what must be accepted, what must be refused, and what must only not crash.</summary>
public sealed class JsonTestSuiteTests(ITestOutputHelper output)
{
    [TheoryIfData("json-test-suite")]
    [InlineData("y_", true)]
    [InlineData("n_", false)]
    [InlineData("i_", null)]
    public void Validate_FilesOfTheSuite_AreReadAsTheyShould(string prefix, bool? accepted)
    {
        var validator = new SchemaRegistry().Compile("true"u8.ToArray());
        var files = Directory.GetFiles(Path.Combine(TestData.Folder("json-test-suite"), "test_parsing"), prefix + "*.json");
        var read = 0;
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);

            var result = validator.Validate(bytes);

            Assert.Equal(result.IsValid, validator.IsValid(bytes));
            Assert.True(accepted is null || result.IsValid == accepted, Path.GetFileName(file));
            Assert.All(result.Errors, error => Assert.Equal("json", error.Keyword));
            Assert.All(result.Errors, error => Assert.InRange(error.ByteOffset ?? -1, 0, bytes.Length));
            read += result.IsValid ? 1 : 0;
        }

        output.WriteLine($"{prefix}: {files.Length} files, {read} accepted");
        Assert.NotEmpty(files);
    }

    [Theory]
    [InlineData("", 0, 1)]
    [InlineData("{\"a\":1,\n \"b\":}", 13, 2)]
    [InlineData("[1,2", 4, 1)]
    [InlineData("[1] 2", 4, 1)]
    public void Validate_NotJson_TellsWhere(string text, long offset, long line)
    {
        var validator = new SchemaRegistry().Compile("true"u8.ToArray());

        var error = Assert.Single(validator.Validate(System.Text.Encoding.UTF8.GetBytes(text)).Errors);

        Assert.Equal((offset, line), (error.ByteOffset, error.Line));
    }

    [Fact]
    public void Validate_BrokenUtf8_TellsTheByte()
    {
        var validator = new SchemaRegistry().Compile("true"u8.ToArray());

        var error = Assert.Single(validator.Validate(new byte[] { (byte)'[', (byte)'"', (byte)'\n', 0xC3, 0x28, (byte)'"', (byte)']' }).Errors);

        Assert.Equal(("json", 3L, 2L), (error.Keyword, error.ByteOffset, error.Line));
        Assert.Contains("UTF-8", error.Message.Fr, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Validate_NestedArrays_AreReadDownToTheLimit(int depth, bool accepted)
    {
        var validator = new SchemaRegistry().Compile("true"u8.ToArray());
        var bytes = System.Text.Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));

        Assert.Equal(accepted, validator.IsValid(bytes));
    }
}
