// The story of one run: thinned to a subject or a nation.

function storyList(list) {
  const items = [...list.children];
  const subjects = [...new Set(items.map((item) => item.dataset.sort))];
  const codes = new Set(items.flatMap((item) => item.dataset.nations.split(" ")));
  const nations = D.nations.filter((nation) => codes.has(nation.code));
  const state = { sort: subjects.includes("conflict") ? "conflict" : "", nation: "" };
  const count = el("span", { class: "quiet", role: "status" });
  const thin = () => {
    let shown = 0;
    for (const item of items) {
      const fits = (!state.sort || item.dataset.sort === state.sort)
        && (!state.nation || item.dataset.nations.split(" ").includes(state.nation));
      item.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    count.textContent = `${shown} of ${items.length} lines`;
  };
  const sort = choice("About", [["", "everything"], ...subjects.map((one) => [one, one])], state.sort, (value) => { state.sort = value; thin(); });
  const who = choice("Nation", [["", "all"], ...nations.map(({ code, name }) => [code, name])], "", (value) => { state.nation = value; thin(); });
  list.before(el("div", { class: "controls" }, sort.box, who.box, count));
  thin();
}
