using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Hub.Workflows.Tests")]
