using System.CommandLine;
using Concord.Cli.Terminals;

namespace Concord.Cli;

/// <summary>One verb of the command line: its options, its examples, and what it does.</summary>
internal abstract class Verb(string name, string about) : Command(name, about)
{
    /// <summary>Command lines to begin with, without the program's name.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>What the files that the verb reads look like, by task; empty where it reads none.</summary>
    public virtual IReadOnlyList<(string Task, string About)> Inputs => [];

    /// <summary>Does the work and returns the exit code; input that is refused is thrown.</summary>
    public abstract int Run(ParseResult given, Terminal terminal);
}
