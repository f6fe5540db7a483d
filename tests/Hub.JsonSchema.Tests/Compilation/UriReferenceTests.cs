using Hub.JsonSchema.Compilation;

namespace Hub.JsonSchema.Tests.Compilation;

public sealed class UriReferenceTests
{
    /// <summary>The examples of RFC 3986, sections 5.4.1 and 5.4.2, and identifiers without a hierarchy.</summary>
    [Theory]
    [InlineData("g:h", "g:h")]
    [InlineData("g", "http://a/b/c/g")]
    [InlineData("./g", "http://a/b/c/g")]
    [InlineData("g/", "http://a/b/c/g/")]
    [InlineData("/g", "http://a/g")]
    [InlineData("//g", "http://g")]
    [InlineData("?y", "http://a/b/c/d;p?y")]
    [InlineData("g?y", "http://a/b/c/g?y")]
    [InlineData("#s", "http://a/b/c/d;p?q")]
    [InlineData("g#s", "http://a/b/c/g")]
    [InlineData(";x", "http://a/b/c/;x")]
    [InlineData("", "http://a/b/c/d;p?q")]
    [InlineData(".", "http://a/b/c/")]
    [InlineData("./", "http://a/b/c/")]
    [InlineData("..", "http://a/b/")]
    [InlineData("../g", "http://a/b/g")]
    [InlineData("../..", "http://a/")]
    [InlineData("../../g", "http://a/g")]
    [InlineData("../../../g", "http://a/g")]
    [InlineData("/./g", "http://a/g")]
    [InlineData("/../g", "http://a/g")]
    [InlineData("g.", "http://a/b/c/g.")]
    [InlineData("..g", "http://a/b/c/..g")]
    [InlineData("./../g", "http://a/b/g")]
    [InlineData("g/./h", "http://a/b/c/g/h")]
    [InlineData("g/../h", "http://a/b/c/h")]
    [InlineData("g?y/./x", "http://a/b/c/g?y/./x")]
    [InlineData("urn:hub:schema:address:postal:1.0.0", "urn:hub:schema:address:postal:1.0.0")]
    public void ResolveAgainst_ExamplesOfTheStandard_GiveItsAnswers(string reference, string expected) =>
        Assert.Equal(expected, UriReference.Parse(reference).ResolveAgainst(UriReference.Parse("http://a/b/c/d;p?q")).Document);

    [Fact]
    public void ResolveAgainst_FragmentOfAUrn_StaysInTheDocument()
    {
        var resolved = UriReference.Parse("#/$defs/a").ResolveAgainst(UriReference.Parse("urn:hub:schema:case:case:1.0.0"));

        Assert.Equal(("urn:hub:schema:case:case:1.0.0", "/$defs/a"), (resolved.Document, resolved.Fragment));
    }
}
